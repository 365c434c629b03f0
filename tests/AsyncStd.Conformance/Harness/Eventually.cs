namespace AsyncStdConformance.Harness;

using System.Diagnostics;

/// <summary>Waits in real time for something that another thread brings about, and only where there is no event to wait for.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static void IsTrue(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                throw new TimeoutException($"Waited {s_patience.TotalSeconds} s for {what}.");
            }

            Thread.Sleep(1);
        }
    }
}
