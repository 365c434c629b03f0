namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>Error numbers of the system as exceptions that name what was attempted, on what.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal static class ProcessFailure
{
    public static Exception Of(int error, string operation, string what)
    {
        string message = $"Cannot {operation} '{what}': {Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            ProcessNative.ENOENT => new FileNotFoundException(message, what),
            ProcessNative.EACCES or ProcessNative.EPERM => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    public static Exception OfLast(string operation, string what) => Of(Marshal.GetLastPInvokeError(), operation, what);
}
