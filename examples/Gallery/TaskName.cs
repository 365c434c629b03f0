namespace Samples.Gallery;

using AsyncStd.Prelude;

/// <summary>A task that knows what it is called. The name is also what <c>Runtime.Dump()</c>, events and traces show.</summary>
internal static class TaskName
{
    public static async Task RunAsync(string[] args) => await Task.Spawn(PrintNameAsync, "my task");

    private static async Task PrintNameAsync() => await Console.PrintlnAsync($"My name is {Task.CurrentInfo.Name}.");
}
