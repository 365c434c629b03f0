namespace AsyncStd.Prelude;

using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

// Attributes and permission bits.
public static partial class FileExtensions
{
    extension(System.IO.File)
    {
        /// <inheritdoc cref="Fs.File.GetAttributesAsync(string, CancellationToken)"/>
        public static ValueTask<FileAttributes> GetAttributesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetAttributesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetAttributesAsync(SafeFileHandle, CancellationToken)"/>
        public static ValueTask<FileAttributes> GetAttributesAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetAttributesAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetAttributesAsync(string, FileAttributes, CancellationToken)"/>
        public static ValueTask SetAttributesAsync(string path, FileAttributes fileAttributes, CancellationToken cancellationToken = default)
            => Fs.File.SetAttributesAsync(path, fileAttributes, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetAttributesAsync(SafeFileHandle, FileAttributes, CancellationToken)"/>
        public static ValueTask SetAttributesAsync(SafeFileHandle fileHandle, FileAttributes fileAttributes, CancellationToken cancellationToken = default)
            => Fs.File.SetAttributesAsync(fileHandle, fileAttributes, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetUnixFileModeAsync(string, CancellationToken)"/>
        [UnsupportedOSPlatform("windows")]
        public static ValueTask<UnixFileMode> GetUnixFileModeAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.GetUnixFileModeAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.GetUnixFileModeAsync(SafeFileHandle, CancellationToken)"/>
        [UnsupportedOSPlatform("windows")]
        public static ValueTask<UnixFileMode> GetUnixFileModeAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
            => Fs.File.GetUnixFileModeAsync(fileHandle, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetUnixFileModeAsync(string, UnixFileMode, CancellationToken)"/>
        [UnsupportedOSPlatform("windows")]
        public static ValueTask SetUnixFileModeAsync(string path, UnixFileMode mode, CancellationToken cancellationToken = default)
            => Fs.File.SetUnixFileModeAsync(path, mode, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetUnixFileModeAsync(SafeFileHandle, UnixFileMode, CancellationToken)"/>
        [UnsupportedOSPlatform("windows")]
        public static ValueTask SetUnixFileModeAsync(SafeFileHandle fileHandle, UnixFileMode mode, CancellationToken cancellationToken = default)
            => Fs.File.SetUnixFileModeAsync(fileHandle, mode, cancellationToken);
    }
}
