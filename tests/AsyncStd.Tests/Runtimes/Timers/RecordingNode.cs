namespace AsyncStdTests.Runtimes.Timers;

using AsyncStd.Runtimes;

/// <summary>A timer node that notes when it fires.</summary>
internal sealed class RecordingNode(List<RecordingNode> fired) : TimerNode
{
    /// <summary>Gets or sets the deadline that was asked for; the wheel keeps its own.</summary>
    public long Wanted { get; set; }

    public bool IsRunning { get; set; }

    protected internal override void Fire()
    {
        IsRunning = false;
        fired.Add(this);
    }
}
