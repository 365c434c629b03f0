namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;

/// <summary>Makes the exceptions that <see cref="INetwork"/> promises.</summary>
internal static class SocketFailure
{
    /// <summary>What the system refused: names the operation with its address, and keeps the code.</summary>
    public static IOException Refused(string operation, SocketException cause) => new($"Cannot {operation}: {Reason(cause)}", cause);

    /// <summary>The same of a bare code.</summary>
    public static IOException Refused(string operation, SocketError error) => Refused(operation, new SocketException((int)error));

    /// <summary>The driver or the system has no such thing.</summary>
    public static NotSupportedException Missing(string what) => new($"The portable network driver has no {what} on this system.");

    private static string Reason(SocketException cause)
    {
        string reason = cause.Message;
        return reason.EndsWith('.') ? reason : reason + ".";
    }
}
