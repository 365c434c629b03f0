namespace AsyncStd.Prelude;

using AsyncStd.Fs;
using Microsoft.Win32.SafeHandles;

/// <summary>What AsyncStd adds to <c>System.IO.File</c>. Each is the member of that name of <see cref="Fs.File"/>.</summary>
public static partial class FileExtensions
{
    extension(System.IO.File)
    {
        /// <inheritdoc cref="Fs.File.OpenAsync(string, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenAsync(string, OpenOptions, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, OpenOptions options, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, options, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenAsync(string, FileStreamOptions, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, FileStreamOptions options, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, options, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenAsync(string, FileMode, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, FileMode mode, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, mode, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenAsync(string, FileMode, FileAccess, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, FileMode mode, FileAccess access, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, mode, access, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenAsync(string, FileMode, FileAccess, FileShare, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenAsync(string path, FileMode mode, FileAccess access, FileShare share, CancellationToken cancellationToken = default)
            => Fs.File.OpenAsync(path, mode, access, share, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenHandleAsync(string, FileMode, FileAccess, FileShare, FileOptions, long, CancellationToken)"/>
        public static ValueTask<SafeFileHandle> OpenHandleAsync(string path, FileMode mode = FileMode.Open, FileAccess access = FileAccess.Read, FileShare share = FileShare.Read, FileOptions options = FileOptions.None, long preallocationSize = 0, CancellationToken cancellationToken = default)
            => Fs.File.OpenHandleAsync(path, mode, access, share, options, preallocationSize, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenReadAsync(string, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenReadAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.OpenReadAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenWriteAsync(string, CancellationToken)"/>
        public static ValueTask<Fs.File> OpenWriteAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.OpenWriteAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.CreateAsync(string, CancellationToken)"/>
        public static ValueTask<Fs.File> CreateAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.CreateAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.CreateAsync(string, int, CancellationToken)"/>
        public static ValueTask<Fs.File> CreateAsync(string path, int bufferSize, CancellationToken cancellationToken = default)
            => Fs.File.CreateAsync(path, bufferSize, cancellationToken);

        /// <inheritdoc cref="Fs.File.CreateAsync(string, int, FileOptions, CancellationToken)"/>
        public static ValueTask<Fs.File> CreateAsync(string path, int bufferSize, FileOptions options, CancellationToken cancellationToken = default)
            => Fs.File.CreateAsync(path, bufferSize, options, cancellationToken);

        /// <inheritdoc cref="Fs.File.CreateNewAsync(string, CancellationToken)"/>
        public static ValueTask<Fs.File> CreateNewAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.CreateNewAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.OpenTextAsync(string, CancellationToken)"/>
        public static ValueTask<StreamReader> OpenTextAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.OpenTextAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.CreateTextAsync(string, CancellationToken)"/>
        public static ValueTask<StreamWriter> CreateTextAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.CreateTextAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.AppendTextAsync(string, CancellationToken)"/>
        public static ValueTask<StreamWriter> AppendTextAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.AppendTextAsync(path, cancellationToken);
    }
}
