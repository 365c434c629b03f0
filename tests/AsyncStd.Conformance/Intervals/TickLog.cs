namespace AsyncStdConformance.Intervals;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Writes down each tick's number and time, in milliseconds since the log was begun.</summary>
internal sealed class TickLog(Runtime runtime, Interval interval)
{
    private readonly long _begin = runtime.Clock.GetTimestamp();

    public List<(long Number, double Time)> Ticks { get; } = [];

    public async ValueTask Wait(int count)
    {
        for (int i = 0; i < count; i++)
        {
            long number = await interval.TickAsync();
            Ticks.Add((number, runtime.Clock.GetElapsedTime(_begin).TotalMilliseconds));
        }
    }
}
