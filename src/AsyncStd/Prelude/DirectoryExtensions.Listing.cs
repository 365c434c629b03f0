namespace AsyncStd.Prelude;

using AsyncStd.Fs;

// Listing and walking.
public static partial class DirectoryExtensions
{
    extension(System.IO.Directory)
    {
        /// <inheritdoc cref="Fs.Directory.ReadAsync(string, EntryErrors, CancellationToken)"/>
        public static IAsyncEnumerable<DirEntry> ReadAsync(string path, EntryErrors errors = EntryErrors.Throw, CancellationToken cancellationToken = default)
            => Fs.Directory.ReadAsync(path, errors, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.WalkAsync(string, WalkOptions?, CancellationToken)"/>
        public static IAsyncEnumerable<DirEntry> WalkAsync(string path, WalkOptions? options = null, CancellationToken cancellationToken = default)
            => Fs.Directory.WalkAsync(path, options, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.WalkParallelAsync(string, Func{DirEntry, ValueTask}, WalkOptions?, CancellationToken)"/>
        public static ValueTask WalkParallelAsync(string path, Func<DirEntry, ValueTask> visit, WalkOptions? options = null, CancellationToken cancellationToken = default)
            => Fs.Directory.WalkParallelAsync(path, visit, options, cancellationToken);
    }
}
