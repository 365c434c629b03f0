namespace AsyncStd.Runtimes.Drivers;

using System.Net.Sockets;

/// <summary>A driver's socket as one of the base class library's.</summary>
internal static class ReleasedSocket
{
    /// <summary>Takes the system's handle from a driver's socket, which is closed afterwards.</summary>
    /// <returns>A blocking socket with the handle.</returns>
    /// <exception cref="NotSupportedException">The driver has no system's handles; its socket stays open.</exception>
    public static Socket Of(ISocketHandle source)
        => source.TryRelease(out SafeSocketHandle? handle)
            ? new Socket(handle) { Blocking = true }
            : throw new NotSupportedException($"{source.GetType().Name} has no socket of the system to give away.");
}
