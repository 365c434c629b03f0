namespace Samples.Gallery;

using AsyncStd.Prelude;

/// <summary>The smallest program that does something. Alone it would be <c>Task.BlockOn(async () => await Console.PrintlnAsync("Hello, world!"));</c>.</summary>
internal static class HelloWorld
{
    public static async Task RunAsync(string[] args) => await Console.PrintlnAsync("Hello, world!");
}
