namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The timer of a <see cref="BranchSet{TResult}"/>: first its limit, then the grace period.</summary>
internal sealed class BranchTimer(Action fired) : TimerNode
{
    public override string Description => "timeout";

    protected internal override void Fire() => fired();
}
