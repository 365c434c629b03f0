namespace AsyncStd.Prelude;

using System.Runtime.Versioning;

/// <summary>What AsyncStd adds to <c>System.IO.Directory</c>. Each is the member of that name of <see cref="Fs.Directory"/>.</summary>
public static partial class DirectoryExtensions
{
    extension(System.IO.Directory)
    {
        /// <inheritdoc cref="Fs.Directory.ExistsAsync(string?, CancellationToken)"/>
        public static ValueTask<bool> ExistsAsync(string? path, CancellationToken cancellationToken = default)
            => Fs.Directory.ExistsAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateAsync(string, CancellationToken)"/>
        public static ValueTask CreateAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateAllAsync(string, CancellationToken)"/>
        public static ValueTask CreateAllAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateAllAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateDirectoryAsync(string, CancellationToken)"/>
        public static ValueTask<DirectoryInfo> CreateDirectoryAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateDirectoryAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateDirectoryAsync(string, UnixFileMode, CancellationToken)"/>
        [UnsupportedOSPlatform("windows")]
        public static ValueTask<DirectoryInfo> CreateDirectoryAsync(string path, UnixFileMode unixCreateMode, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateDirectoryAsync(path, unixCreateMode, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateTempSubdirectoryAsync(string?, CancellationToken)"/>
        public static ValueTask<DirectoryInfo> CreateTempSubdirectoryAsync(string? prefix = null, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateTempSubdirectoryAsync(prefix, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.RemoveAsync(string, CancellationToken)"/>
        public static ValueTask RemoveAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.RemoveAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.RemoveAllAsync(string, CancellationToken)"/>
        public static ValueTask RemoveAllAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.RemoveAllAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.DeleteAsync(string, CancellationToken)"/>
        public static ValueTask DeleteAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.DeleteAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.DeleteAsync(string, bool, CancellationToken)"/>
        public static ValueTask DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default)
            => Fs.Directory.DeleteAsync(path, recursive, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.MoveAsync(string, string, CancellationToken)"/>
        public static ValueTask MoveAsync(string sourceDirName, string destDirName, CancellationToken cancellationToken = default)
            => Fs.Directory.MoveAsync(sourceDirName, destDirName, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SetCurrentDirectoryAsync(string, CancellationToken)"/>
        public static ValueTask SetCurrentDirectoryAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.SetCurrentDirectoryAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.SyncAsync(string, CancellationToken)"/>
        public static ValueTask SyncAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.SyncAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.CreateSymbolicLinkAsync(string, string, CancellationToken)"/>
        public static ValueTask<FileSystemInfo> CreateSymbolicLinkAsync(string path, string pathToTarget, CancellationToken cancellationToken = default)
            => Fs.Directory.CreateSymbolicLinkAsync(path, pathToTarget, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.ResolveLinkTargetAsync(string, bool, CancellationToken)"/>
        public static ValueTask<FileSystemInfo?> ResolveLinkTargetAsync(string linkPath, bool returnFinalTarget, CancellationToken cancellationToken = default)
            => Fs.Directory.ResolveLinkTargetAsync(linkPath, returnFinalTarget, cancellationToken);
    }
}
