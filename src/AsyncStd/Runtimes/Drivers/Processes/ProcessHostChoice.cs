namespace AsyncStd.Runtimes.Drivers;

/// <summary>Which process driver a runtime gets that was built without one; each is there once in the process.</summary>
/// <remarks>Reached only from <see cref="Runtime.ProcessHost"/>, so a program that never starts a process carries none of them.</remarks>
internal static class ProcessHostChoice
{
    private static IProcessHost? s_portable;
    private static IProcessHost? s_best;

    public static IProcessHost For(IoKind io)
        => io == IoKind.Portable
            ? s_portable ?? Interlocked.CompareExchange(ref s_portable, new PortableProcessHost(), null) ?? s_portable
            : s_best ?? Interlocked.CompareExchange(ref s_best, Best(), null) ?? s_best;

    /// <summary>Whether the driver is one of those that a runtime gets by itself: their standard streams are those of this process.</summary>
    public static bool IsOfThisProcess(IProcessHost host) => host == Volatile.Read(ref s_best) || host == Volatile.Read(ref s_portable);

    private static IProcessHost Best()
        => OperatingSystem.IsLinux() && LinuxProcessHost.TryCreate() is { } linux ? linux : For(IoKind.Portable);
}
