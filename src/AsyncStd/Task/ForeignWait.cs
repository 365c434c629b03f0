namespace AsyncStd.Task;

using System.Diagnostics;

/// <summary>Stands for whatever a root frame awaits that is not ours: all that is known of it is the awaiter's type, so one for each type is enough.</summary>
internal sealed class ForeignWait<TAwaiter> : ILeaf
{
    public static readonly ForeignWait<TAwaiter> Instance = new();

    private ForeignWait()
    {
    }

    public string LeafName => ForeignWaitName.Of(typeof(TAwaiter));

    /// <summary>Never among a task's nested leaves.</summary>
    public int LeafIndex
    {
        get => 0;
        set => throw new UnreachableException();
    }

    /// <summary>Nobody can be asked; what waits below, in a nested method, is asked by itself.</summary>
    public void RequestCancel(JoinHandle task)
    {
    }
}
