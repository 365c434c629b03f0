namespace AsyncStd.Prelude;

// The times of a directory.
public static partial class DirectoryExtensions
{
    extension(System.IO.Directory)
    {
        /// <inheritdoc cref="Fs.Directory.GetCreationTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetCreationTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetCreationTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeAsync(string path, DateTime creationTime, CancellationToken cancellationToken = default)
            => Fs.Directory.SetCreationTimeAsync(path, creationTime, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetCreationTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetCreationTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetCreationTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeUtcAsync(string path, DateTime creationTimeUtc, CancellationToken cancellationToken = default)
            => Fs.Directory.SetCreationTimeUtcAsync(path, creationTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetLastAccessTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetLastAccessTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetLastAccessTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeAsync(string path, DateTime lastAccessTime, CancellationToken cancellationToken = default)
            => Fs.Directory.SetLastAccessTimeAsync(path, lastAccessTime, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetLastAccessTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetLastAccessTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetLastAccessTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeUtcAsync(string path, DateTime lastAccessTimeUtc, CancellationToken cancellationToken = default)
            => Fs.Directory.SetLastAccessTimeUtcAsync(path, lastAccessTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetLastWriteTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetLastWriteTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetLastWriteTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeAsync(string path, DateTime lastWriteTime, CancellationToken cancellationToken = default)
            => Fs.Directory.SetLastWriteTimeAsync(path, lastWriteTime, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetLastWriteTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetLastWriteTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetLastWriteTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeUtcAsync(string path, DateTime lastWriteTimeUtc, CancellationToken cancellationToken = default)
            => Fs.Directory.SetLastWriteTimeUtcAsync(path, lastWriteTimeUtc, cancellationToken);
    }
}
