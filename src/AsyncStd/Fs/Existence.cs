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

        // What stands there itself comes first: only a link needs a second look, at where it leads.
        ValueTask<FileMetadata?> pending = Driver.Files.TryGetMetadataAsync(path, followLinks: false, cancellationToken);
        if (pending.IsCompletedSuccessfully)
        {
            FileMetadata? found = pending.Result;
            if (found?.Kind != FileKind.SymbolicLink || kind == FileKind.Unknown)
            {
                return new ValueTask<bool>(Is(found, kind));
            }

            pending = new ValueTask<FileMetadata?>(found);
        }

        return Await(pending, path, kind, cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<bool> Await(ValueTask<FileMetadata?> pending, string path, FileKind kind, CancellationToken cancellationToken)
        {
            try
            {
                FileMetadata? found = await pending.ConfigureAwait(false);
                if (found?.Kind == FileKind.SymbolicLink && kind != FileKind.Unknown)
                {
                    // A link that leads nowhere exists, for the BCL: as a file.
                    found = await Driver.Files.TryGetMetadataAsync(path, followLinks: true, cancellationToken).ConfigureAwait(false) ?? found;
                }

                return Is(found, kind);
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
        FileKind.Directory => found.Kind == FileKind.Directory,
        _ => found.Kind != FileKind.Directory,
    };
}
