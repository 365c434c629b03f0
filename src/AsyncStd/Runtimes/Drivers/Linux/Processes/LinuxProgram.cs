namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.Versioning;

/// <summary>Where a program is: looked for before the child exists, so that what is wrong can be said exactly.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxProgram
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
            if (!File.Exists(candidate))
            {
                continue;
            }

            if (ProcessNative.access(candidate, ProcessNative.X_OK) == 0)
            {
                return candidate;
            }

            notExecutable ??= candidate;
        }

        return notExecutable is null
            ? throw new FileNotFoundException($"Cannot start '{fileName}': no folder of the PATH has such a program.", fileName)
            : throw new UnauthorizedAccessException($"Cannot start '{fileName}': '{notExecutable}' may not be executed.");
    }

    private static string Check(string path, string fileName)
    {
        if (Directory.Exists(path))
        {
            throw new UnauthorizedAccessException($"Cannot start '{fileName}': it is a directory.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Cannot start '{fileName}': there is no such file.", fileName);
        }

        return ProcessNative.access(path, ProcessNative.X_OK) == 0 ? path : throw new UnauthorizedAccessException($"Cannot start '{fileName}': it may not be executed.");
    }
}
