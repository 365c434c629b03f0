namespace AsyncStd.Runtimes.Drivers;

/// <summary>Which driver for files a runtime gets that was built without one. Reached only from <see cref="Runtime.FileSystem"/>, so a program that never
/// touches files does not carry the drivers.</summary>
internal static class FileSystemChoice
{
    /// <summary>The driver, one for the process, and why it is this one.</summary>
    public static DriverChoice<IFileSystem> For(IoKind io)
        => io == IoKind.Portable ? Portable("asked for")
            : !OperatingSystem.IsLinux() ? Portable("there is none for this system alone")
            : !LinuxCalls.IsKnownMachine ? Portable("the one for Linux knows x64 and arm64 only")
            : new(LinuxFileSystem.Shared, LinuxFileSystem.Shared.Name, "this is Linux");

    private static DriverChoice<IFileSystem> Portable(string reason) => new(PortableFileSystem.Shared, PortableFileSystem.Shared.Name, reason);
}
