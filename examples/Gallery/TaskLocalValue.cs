namespace Samples.Gallery;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>A value that belongs to one task: each has its own, made when it is first asked for, gone when the task ends.</summary>
internal static class TaskLocalValue
{
    private static readonly TaskLocal<int> s_steps = new(() => 0);

    public static async Task RunAsync(string[] args)
    {
        await CountAsync("first task", 2);
        await Task.Spawn(() => CountAsync("second task", 3));
        await CountAsync("first task again", 1);
    }

    private static async Task CountAsync(string who, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            s_steps.Value++;
            await Task.YieldNow(); // another thread may go on, and the value is still this task's
        }

        await Console.PrintlnAsync($"{who}: {s_steps.Value}");
    }
}
