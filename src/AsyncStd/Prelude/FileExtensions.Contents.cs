namespace AsyncStd.Prelude;

// Whole files.
public static partial class FileExtensions
{
    extension(System.IO.File)
    {
        /// <inheritdoc cref="Fs.File.WriteAtomicAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
        public static ValueTask WriteAtomicAsync(string path, ReadOnlyMemory<byte> contents, CancellationToken cancellationToken = default)
            => Fs.File.WriteAtomicAsync(path, contents, cancellationToken);

        /// <inheritdoc cref="Fs.File.WriteAtomicAsync(string, string, CancellationToken)"/>
        public static ValueTask WriteAtomicAsync(string path, string contents, CancellationToken cancellationToken = default)
            => Fs.File.WriteAtomicAsync(path, contents, cancellationToken);

        /// <inheritdoc cref="Fs.File.ReadAsync(string, CancellationToken)"/>
        public static ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.ReadAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
        public static ValueTask WriteAsync(string path, ReadOnlyMemory<byte> contents, CancellationToken cancellationToken = default)
            => Fs.File.WriteAsync(path, contents, cancellationToken);

        /// <inheritdoc cref="Fs.File.WriteAsync(string, string, CancellationToken)"/>
        public static ValueTask WriteAsync(string path, string contents, CancellationToken cancellationToken = default)
            => Fs.File.WriteAsync(path, contents, cancellationToken);

        /// <inheritdoc cref="Fs.File.ReadToStringAsync(string, CancellationToken)"/>
        public static ValueTask<string> ReadToStringAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.ReadToStringAsync(path, cancellationToken);
    }
}
