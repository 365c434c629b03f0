namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.Versioning;

/// <summary>What hears that its descriptor is ready. Called on the thread of <see cref="Readiness"/>: must be quick and must not throw.</summary>
[SupportedOSPlatform("linux")]
internal abstract class ReadySource
{
    public ulong Number { get; set; }

    public abstract void OnReady(uint events);
}
