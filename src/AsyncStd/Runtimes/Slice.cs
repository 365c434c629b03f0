namespace AsyncStd.Runtimes;

/// <summary>The slice that this thread is running: one work item's turn, and how many ready leaves it may still pass through.</summary>
/// <remarks>Thread-static on purpose: it says what this <em>thread</em> does. Whose code runs is told by the ambient slot.</remarks>
internal static class Slice
{
    /// <summary>0: no slice. Otherwise one more than the budget that is left.</summary>
    [ThreadStatic]
    private static int t_left;

    /// <summary>Whether this thread is executing a work item of some runtime.</summary>
    public static bool IsRunning => t_left != 0;

    /// <summary>Starts a slice and returns what <see cref="End"/> needs to put back.</summary>
    /// <param name="budget">Ready leaves it may pass through; −1 for a slice that may block, which is none in the eyes of <see cref="IsRunning"/>.</param>
    public static int Begin(int budget)
    {
        int outer = t_left;
        t_left = budget + 1;
        return outer;
    }

    public static void End(int outer) => t_left = outer;

    /// <summary>Takes one unit. False: the leaf must suspend although it is ready.</summary>
    public static bool TryConsume()
    {
        int left = t_left;
        if (left > 1)
        {
            t_left = left - 1;
            return true;
        }

        return left == 0 && TryConsumeOutside();
    }

    /// <summary>Off the runtime's threads the budget is unlimited, unless the code belongs to a runtime that wants each leaf to be a scheduling point.</summary>
    private static bool TryConsumeOutside() => Ambient.Slot.Value?.Owner is not { IsClosedWorld: true };
}
