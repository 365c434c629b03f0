namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>Error numbers of Linux, and the exceptions that the base class library has for them.</summary>
internal static class LinuxErrors
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoDevice = 6;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int Access = 13;
    public const int Fault = 14;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int TooLarge = 27;
    public const int NoSpace = 28;
    public const int IllegalSeek = 29;
    public const int TooManyLinks = 31;
    public const int Range = 34;
    public const int NameTooLong = 36;
    public const int NotImplemented = 38;
    public const int Loop = 40;
    public const int NotSupported = 95;
    public const int Quota = 122;

    /// <summary>The exception for a failed call on a path or handle.</summary>
    public static Exception Of(int error, string operation, string path)
    {
        error = Math.Abs(error);
        string message = $"Cannot {operation} '{path}': {Marshal.GetPInvokeErrorMessage(error)}";
        return error switch
        {
            NoEntry => new FileNotFoundException(message, path),
            NotDirectory => new DirectoryNotFoundException(message),
            NotPermitted or Access or BadDescriptor or IsDirectory => new UnauthorizedAccessException(message, new IOException(Marshal.GetPInvokeErrorMessage(error), error)),
            NameTooLong => new PathTooLongException(message),
            _ => new IOException(message, error),
        };
    }

    /// <summary>The exception for a call on a path: nothing there is one thing, no directory on the way another.</summary>
    public static Exception Of(int error, string operation, LinuxAt at)
        => Math.Abs(error) == NoEntry && !at.HasParent()
            ? new DirectoryNotFoundException($"Cannot {operation} '{at}': {Marshal.GetPInvokeErrorMessage(NoEntry)}")
            : Of(error, operation, at.ToString());

    /// <summary>The exception for a call on what should be a directory.</summary>
    public static Exception OfDirectory(int error, string operation, LinuxAt at)
        => Math.Abs(error) switch
        {
            NoEntry => new DirectoryNotFoundException($"Cannot {operation} '{at}': {Marshal.GetPInvokeErrorMessage(NoEntry)}"),
            NotDirectory when at.Exists() => new IOException($"Cannot {operation} '{at}': {Marshal.GetPInvokeErrorMessage(NotDirectory)}", NotDirectory),
            _ => Of(error, operation, at.ToString()),
        };
}
