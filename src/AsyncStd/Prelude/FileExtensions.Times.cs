namespace AsyncStd.Prelude;

using Microsoft.Win32.SafeHandles;

// The times of a file.
public static partial class FileExtensions
{
    extension(System.IO.File)
    {
        /// <inheritdoc cref="Fs.File.GetCreationTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetCreationTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetCreationTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeAsync(string path, DateTime creationTime, CancellationToken cancellationToken = default)
            => Fs.File.SetCreationTimeAsync(path, creationTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetCreationTimeAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetCreationTimeAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetCreationTimeAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeAsync(SafeFileHandle fileHandle, DateTime creationTime, CancellationToken cancellationToken = default)
            => Fs.File.SetCreationTimeAsync(fileHandle, creationTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetCreationTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetCreationTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetCreationTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeUtcAsync(string path, DateTime creationTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetCreationTimeUtcAsync(path, creationTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetCreationTimeUtcAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetCreationTimeUtcAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetCreationTimeUtcAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetCreationTimeUtcAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetCreationTimeUtcAsync(SafeFileHandle fileHandle, DateTime creationTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetCreationTimeUtcAsync(fileHandle, creationTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastAccessTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetLastAccessTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastAccessTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeAsync(string path, DateTime lastAccessTime, CancellationToken cancellationToken = default)
            => Fs.File.SetLastAccessTimeAsync(path, lastAccessTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastAccessTimeAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetLastAccessTimeAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastAccessTimeAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeAsync(SafeFileHandle fileHandle, DateTime lastAccessTime, CancellationToken cancellationToken = default)
            => Fs.File.SetLastAccessTimeAsync(fileHandle, lastAccessTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastAccessTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetLastAccessTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastAccessTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeUtcAsync(string path, DateTime lastAccessTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetLastAccessTimeUtcAsync(path, lastAccessTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastAccessTimeUtcAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastAccessTimeUtcAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetLastAccessTimeUtcAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastAccessTimeUtcAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetLastAccessTimeUtcAsync(SafeFileHandle fileHandle, DateTime lastAccessTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetLastAccessTimeUtcAsync(fileHandle, lastAccessTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastWriteTimeAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetLastWriteTimeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastWriteTimeAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeAsync(string path, DateTime lastWriteTime, CancellationToken cancellationToken = default)
            => Fs.File.SetLastWriteTimeAsync(path, lastWriteTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastWriteTimeAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetLastWriteTimeAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastWriteTimeAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeAsync(SafeFileHandle fileHandle, DateTime lastWriteTime, CancellationToken cancellationToken = default)
            => Fs.File.SetLastWriteTimeAsync(fileHandle, lastWriteTime, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastWriteTimeUtcAsync(string, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeUtcAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetLastWriteTimeUtcAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastWriteTimeUtcAsync(string, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeUtcAsync(string path, DateTime lastWriteTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetLastWriteTimeUtcAsync(path, lastWriteTimeUtc, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetLastWriteTimeUtcAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<DateTime> GetLastWriteTimeUtcAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetLastWriteTimeUtcAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetLastWriteTimeUtcAsync(SafeFileHandle, DateTime, CancellationToken)"/>
        public static ValueTask SetLastWriteTimeUtcAsync(SafeFileHandle fileHandle, DateTime lastWriteTimeUtc, CancellationToken cancellationToken = default)
            => Fs.File.SetLastWriteTimeUtcAsync(fileHandle, lastWriteTimeUtc, cancellationToken);
    }
}
