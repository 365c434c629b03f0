namespace AsyncStd.Fs;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Where the calls of this module go: the file system of the running code's runtime.</summary>
internal static class Driver
{
    /// <summary>Builds no runtime: a call from a stranger's thread goes to the default one if there is any, else to the thread pool's.</summary>
    public static IFileSystem Files => Ambient.ForLeaf.FileSystem;

    public static bool Has(FileSystemCapabilities capability) => (Files.Capabilities & capability) == capability;
}
