namespace AsyncStd.Fs;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>What the BCL's blocking calls share on the types that take the place of <c>System.IO.File</c> and <c>System.IO.Directory</c>.</summary>
internal static class BlockingTwin
{
    /// <summary>A warning with an id of its own: a program that is being ported can keep it and still treat others as errors.</summary>
    public const string Id = "ASTD0100";

    public const string Url = "docs/files.md";

    public const string Message = "Blocks the calling thread; await ";

    /// <summary>Opens a section for a blocking call, which is the BCL's own.</summary>
    /// <exception cref="NotSupportedException">The runtime's files are not those of the machine, which the call would reach.</exception>
    public static BlockingSection Enter(string call)
    {
        if (Ambient.Runtime is not { } runtime)
        {
            return default;
        }

        IFileSystem files = runtime.FileSystem;
        return (files.Capabilities & FileSystemCapabilities.NativeHandles) != 0
            ? runtime.BlockingSection()
            : throw new NotSupportedException($"{call} reaches the machine's own files, and those of runtime '{runtime.Name}' are of '{files.Name}'. Await {call}Async.");
    }
}
