namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Whether the driver can run here: asked once, when a network is first used.</summary>
internal static class EpollSupport
{
    private static readonly Lazy<string?> s_refusal = new(Probe);

    /// <summary>Why not; null if it can.</summary>
    public static string? Refusal => s_refusal.Value;

    /// <summary>The numbers of socket options and the layout of structures are those of these processors; others have their own.</summary>
    private static string? Probe()
        => !OperatingSystem.IsLinux() ? "this system has no epoll"
            : RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64) ? $"the epoll driver does not know {RuntimeInformation.ProcessArchitecture}"
            : Try();

    private static string? Try()
    {
        int epoll = NativeSocket.CreateEpoll(NativeSocket.CloseOnExec);
        if (epoll < 0)
        {
            return $"the system refuses epoll: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
        }

        _ = NativeSocket.Close(epoll);
        return null;
    }
}
