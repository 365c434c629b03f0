namespace AsyncStd.Task;

/// <summary>What an <see cref="Interval"/> does about ticks that came while nobody waited for one.</summary>
public enum MissedTicks
{
    /// <summary>Hand them out one after the other, each as soon as it is asked for, until the schedule is caught up with. No tick is lost.</summary>
    Burst,

    /// <summary>Hand out one at once and move the schedule: the next comes one period later. No tick is lost, and between two ticks there is a period at least.</summary>
    Delay,

    /// <summary>Hand out the last of them at once and drop the others: the schedule stays as it was.</summary>
    Skip,
}
