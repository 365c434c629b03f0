namespace AsyncStdConformance.Harness;

using System.Diagnostics;
using AsyncStd.Prelude;

/// <summary>Waits within a task for something that another task or thread brings about, and only where there is no event to wait for.</summary>
public static class Turns
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Gives way until the condition holds. Virtual time does not move meanwhile.</summary>
    public static async ValueTask Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                throw new TimeoutException($"Waited {s_patience.TotalSeconds} s for {what}.");
            }

            Thread.Yield();
            await Task.YieldNow();
        }
    }
}
