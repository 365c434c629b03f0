namespace AsyncStd.Runtimes.Drivers;

/// <summary>How failures of files read: the exception that the base class library has for the cause, naming the operation and the path.</summary>
internal static class FileFailure
{
    /// <summary>Whether the exception is about the file, and not about the program.</summary>
    public static bool IsAboutFile(Exception exception)
        => exception is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>The same failure, of the same type, with operation and path in its message.</summary>
    public static Exception Name(Exception exception, string operation, string path)
    {
        string message = $"Cannot {operation} '{path}': {exception.Message}";
        return exception switch
        {
            FileNotFoundException => new FileNotFoundException(message, path, exception),
            DirectoryNotFoundException => new DirectoryNotFoundException(message, exception),
            PathTooLongException => new PathTooLongException(message, exception),
            UnauthorizedAccessException => new UnauthorizedAccessException(message, exception),
            EndOfStreamException => new EndOfStreamException(message, exception),
            IOException => new IOException(message, exception) { HResult = exception.HResult },
            _ => new NotSupportedException(message, exception),
        };
    }

    /// <summary>Refuses a call whose capability the driver lacks.</summary>
    public static void Demand(IFileSystem driver, FileSystemCapabilities capability, string what)
    {
        if ((driver.Capabilities & capability) == 0)
        {
            throw Lacking(driver, capability, what);
        }
    }

    /// <summary>The refusal of a call whose capability the driver lacks.</summary>
    public static NotSupportedException Lacking(IFileSystem driver, FileSystemCapabilities capability, string what)
        => new($"The file driver '{driver.Name}' cannot {what}: it lacks {nameof(FileSystemCapabilities)}.{capability}.");
}
