namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>Whether something is there, as the BCL's <c>Exists</c> tells it: what cannot be looked at is not there.</summary>
internal static class Existence
{
    /// <param name="path">The path, not empty.</param>
    /// <param name="kind"><see cref="FileKind.Directory"/>, <see cref="FileKind.RegularFile"/> for whatever is no directory, or <see cref="FileKind.Unknown"/> for either.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public static ValueTask<bool> CheckAsync(string path, FileKind kind, CancellationToken cancellationToken)
    {
        if (path.Contains('\0'))
        {
            return new ValueTask<bool>(false);
        }

        try
        {
            path = TwinPath.Resolve(path);
        }
        catch (IOException)
        {
            return new ValueTask<bool>(false); // there is no current directory any more
        }

        // What stands there itself decides, as for the BCL: the attributes of a link say whether it leads to a directory; one that leads nowhere counts as a file.
        ValueTask<FileMetadata?> pending = Driver.Files.TryGetMetadataAsync(path, followLinks: false, cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<bool>(Is(pending.Result, kind)) : Await(pending, kind);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<bool> Await(ValueTask<FileMetadata?> pending, FileKind kind)
        {
            try
            {
                return Is(await pending.ConfigureAwait(false), kind);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return false;
            }
        }
    }

    private static bool Is(FileMetadata? found, FileKind kind) => found is not null && kind switch
    {
        FileKind.Unknown => true,
        FileKind.Directory => IsDirectory(found),
        _ => !IsDirectory(found),
    };

    private static bool IsDirectory(FileMetadata found) => found.Kind == FileKind.Directory || (found.Attributes & FileAttributes.Directory) != 0;
}
