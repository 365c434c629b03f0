namespace AsyncStd.Prelude;

using System.Runtime.Versioning;
using AsyncStd.Fs;

// What can be done with a file by its path.
public static partial class FileExtensions
{
    extension(System.IO.File)
    {
        /// <inheritdoc cref="Fs.File.CreateSymbolicLinkAsync(string, string, CancellationToken)"/>
        public static ValueTask<FileSystemInfo> CreateSymbolicLinkAsync(string path, string pathToTarget, CancellationToken cancellationToken = default)
            => Fs.File.CreateSymbolicLinkAsync(path, pathToTarget, cancellationToken);

        /// <inheritdoc cref="Fs.File.ReadLinkAsync(string, CancellationToken)"/>
        public static ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.ReadLinkAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.ResolveLinkTargetAsync(string, bool, CancellationToken)"/>
        public static ValueTask<FileSystemInfo?> ResolveLinkTargetAsync(string linkPath, bool returnFinalTarget, CancellationToken cancellationToken = default)
            => Fs.File.ResolveLinkTargetAsync(linkPath, returnFinalTarget, cancellationToken);

        /// <inheritdoc cref="Fs.File.ExistsAsync(string?, CancellationToken)"/>
        public static ValueTask<bool> ExistsAsync(string? path, CancellationToken cancellationToken = default)
            => Fs.File.ExistsAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.MetadataAsync(string, CancellationToken)"/>
        public static ValueTask<Metadata> MetadataAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.MetadataAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SymlinkMetadataAsync(string, CancellationToken)"/>
        public static ValueTask<Metadata> SymlinkMetadataAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.SymlinkMetadataAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.SetPermissionsAsync(string, Permissions, CancellationToken)"/>
        public static ValueTask SetPermissionsAsync(string path, Permissions permissions, CancellationToken cancellationToken = default)
            => Fs.File.SetPermissionsAsync(path, permissions, cancellationToken);

        /// <inheritdoc cref="Fs.File.CopyAsync(string, string, bool, CancellationToken)"/>
        public static ValueTask<long> CopyAsync(string sourceFileName, string destFileName, bool overwrite = false, CancellationToken cancellationToken = default)
            => Fs.File.CopyAsync(sourceFileName, destFileName, overwrite, cancellationToken);

        /// <inheritdoc cref="Fs.File.DeleteAsync(string, CancellationToken)"/>
        public static ValueTask DeleteAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.DeleteAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.RemoveAsync(string, CancellationToken)"/>
        public static ValueTask RemoveAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.RemoveAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.RenameAsync(string, string, CancellationToken)"/>
        public static ValueTask RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
            => Fs.File.RenameAsync(source, destination, cancellationToken);

        /// <inheritdoc cref="Fs.File.MoveAsync(string, string, bool, CancellationToken)"/>
        public static ValueTask MoveAsync(string sourceFileName, string destFileName, bool overwrite = false, CancellationToken cancellationToken = default)
            => Fs.File.MoveAsync(sourceFileName, destFileName, overwrite, cancellationToken);

        /// <inheritdoc cref="Fs.File.ReplaceAsync(string, string, string?, bool, CancellationToken)"/>
        public static ValueTask ReplaceAsync(string sourceFileName, string destinationFileName, string? destinationBackupFileName, bool ignoreMetadataErrors = false, CancellationToken cancellationToken = default)
            => Fs.File.ReplaceAsync(sourceFileName, destinationFileName, destinationBackupFileName, ignoreMetadataErrors, cancellationToken);

        /// <inheritdoc cref="Fs.File.EncryptAsync(string, CancellationToken)"/>
        [SupportedOSPlatform("windows")]
        public static ValueTask EncryptAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.EncryptAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.File.DecryptAsync(string, CancellationToken)"/>
        [SupportedOSPlatform("windows")]
        public static ValueTask DecryptAsync(string path, CancellationToken cancellationToken = default)
            => Fs.File.DecryptAsync(path, cancellationToken);
    }
}
