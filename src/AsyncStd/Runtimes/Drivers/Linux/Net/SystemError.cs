namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>The numbers by which the system refuses, and what becomes of them.</summary>
internal static class SystemError
{
    public const int Interrupted = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN, EWOULDBLOCK
    public const int Cancelled = 125; // ECANCELED
    public const int IsConnected = 106; // EISCONN
    public const int AlreadyUnderWay = 114; // EALREADY
    public const int InProgress = 115; // EINPROGRESS

    /// <summary>The failure of the system call that this thread made last.</summary>
    public static IOException OfLastCall(string operation) => SocketFailure.Refused(operation, new SocketException());

    /// <summary>The failure that an error number stands for.</summary>
    public static IOException Of(int error, string operation)
    {
        Marshal.SetLastPInvokeError(error);
        return OfLastCall(operation); // the parameterless constructor translates the last error of the thread
    }
}
