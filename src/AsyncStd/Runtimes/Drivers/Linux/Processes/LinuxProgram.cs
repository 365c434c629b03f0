namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.Versioning;

/// <summary>Where a program is: looked for before the child exists, so that what is wrong can be said exactly.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class LinuxProgram
{
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be executed.</exception>
    public static string Find(string fileName)
    {
        if (fileName.Contains('/', StringComparison.Ordinal))
        {
            // From this process's directory, not from the one that the child starts in.
            return Check(Path.GetFullPath(fileName), fileName);
        }

        string? notExecutable = null;
        string path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        foreach (string folder in path.Split(':'))
        {
            string candidate = Path.GetFullPath(Path.Combine(folder.Length == 0 ? "." : folder, fileName));
            if (!IsFile(candidate))
            {
                continue;
            }

            if (MayBeExecuted(candidate))
            {
                return candidate;
            }

            notExecutable ??= candidate;
        }

        return notExecutable is null
            ? throw new FileNotFoundException($"Cannot start '{fileName}': no folder of the PATH has such a program.", fileName)
            : throw new UnauthorizedAccessException($"Cannot start '{fileName}': '{notExecutable}' may not be executed.");
    }

    public static bool IsDirectory(string path) => KindOf(path) == FileKind.Directory;

    private static string Check(string path, string fileName) => KindOf(path) switch
    {
        null => throw new FileNotFoundException($"Cannot start '{fileName}': there is no such file.", fileName),
        FileKind.Directory => throw new UnauthorizedAccessException($"Cannot start '{fileName}': it is a directory."),
        _ when MayBeExecuted(path) => path,
        _ => throw new UnauthorizedAccessException($"Cannot start '{fileName}': it may not be executed."),
    };

    private static bool IsFile(string path) => KindOf(path) is { } kind && kind != FileKind.Directory;

    // The base class library's own members would look for another name, where the bytes of this one are no UTF-8.

    /// <returns>What is there, behind links; null: nothing, or nothing that can be seen.</returns>
    private static FileKind? KindOf(string path)
    {
        if (LinuxCalls.IsKnownMachine)
        {
            using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
            LinuxStat stat;
            fixed (byte* start = bytes)
            {
                int result = LinuxCalls.Stat(LinuxFlags.CurrentDirectory, start, 0, LinuxStat.TypeAndMode, &stat);
                if (result == 0)
                {
                    return stat.Kind;
                }

                if (-result is ProcessNative.ENOENT or ProcessNative.ENOTDIR)
                {
                    return null;
                }
            }
        }

        return Directory.Exists(path) ? FileKind.Directory : File.Exists(path) ? FileKind.RegularFile : null;
    }

    private static bool MayBeExecuted(string path)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return ProcessNative.access(start, ProcessNative.X_OK) == 0;
        }
    }
}
