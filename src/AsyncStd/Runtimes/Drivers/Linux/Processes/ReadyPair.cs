namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.Versioning;

/// <summary>Waits of one reader and one writer for one descriptor.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ReadyPair(string name) : ReadySource
{
    private const uint Broken = ProcessNative.EPOLLERR | ProcessNative.EPOLLHUP;

    public ReadyWait Reading { get; } = new($"input of {name}");

    public ReadyWait Writing { get; } = new($"room in {name}");

    public override void OnReady(uint events)
    {
        if ((events & (ProcessNative.EPOLLIN | Broken)) != 0)
        {
            Reading.Signal();
        }

        if ((events & (ProcessNative.EPOLLOUT | Broken)) != 0)
        {
            Writing.Signal();
        }
    }
}
