namespace AsyncStd.Fs;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Names that nobody else has: drawn from the runtime's entropy, tried until one is free.</summary>
internal static class TempName
{
    private const int Attempts = 100;
    private const int RandomLength = 12;
    public const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async ValueTask<string> CreateDirectoryAsync(string? directory, string? prefix, string? suffix, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = Draw(directory, prefix, suffix);
            try
            {
                await Driver.Files.CreateDirectoryAsync(path, OnlyOwner | UnixFileMode.UserExecute, cancellationToken).ConfigureAwait(false);
                return path;
            }
            catch (IOException e) when (attempt < Attempts && e is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
            {
                if (!await Existence.CheckAsync(path, FileKind.Unknown, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    public static async ValueTask<File> CreateFileAsync(string? directory, string? prefix, string? suffix, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        var options = new OpenOptions { Read = true, Write = true, CreateNew = true, UnixCreateMode = mode };
        for (int attempt = 1; ; attempt++)
        {
            string path = Draw(directory, prefix, suffix);
            try
            {
                return await options.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e) when (attempt < Attempts && e is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
            {
                if (!await Existence.CheckAsync(path, FileKind.Unknown, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    private static string Draw(string? directory, string? prefix, string? suffix)
    {
        CheckPart(prefix, nameof(prefix));
        CheckPart(suffix, nameof(suffix));
        Runtime runtime = Ambient.ForLeaf;
        string random = string.Create(RandomLength, runtime.Entropy, static (name, entropy) =>
        {
            const string letters = "abcdefghijklmnopqrstuvwxyz0123456789"; // one case: some file systems know only one
            foreach (ref char letter in name)
            {
                letter = letters[entropy.Next(letters.Length)];
            }
        });
        return Path.Join(FullPath(runtime.FileSystem, directory ?? runtime.FileSystem.TemporaryDirectory), prefix + random + suffix);
    }

    /// <summary>What is to be removed must be found again, whatever the current directory is by then.</summary>
    private static string FullPath(IFileSystem files, string directory)
        => Path.IsPathFullyQualified(directory) ? directory
            : OperatingSystem.IsWindows() ? Path.GetFullPath(directory, files.CurrentDirectory)
            : Path.Join(files.CurrentDirectory, directory); // ".." behind a link is left for the system to follow

    private static void CheckPart(string? part, string name)
    {
        if (part is not null && part.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar, '\0') >= 0)
        {
            throw new ArgumentException($"'{part}' is no part of a name: it contains a separator or a NUL.", name);
        }
    }
}
