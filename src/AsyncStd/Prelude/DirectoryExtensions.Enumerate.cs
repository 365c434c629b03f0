namespace AsyncStd.Prelude;

// Paths of what is in a directory, as the BCL lists them.
public static partial class DirectoryExtensions
{
    extension(System.IO.Directory)
    {
        /// <inheritdoc cref="Fs.Directory.EnumerateDirectoriesAsync(string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateDirectoriesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateDirectoriesAsync(string, string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateDirectoriesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateDirectoriesAsync(string, string, SearchOption, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateDirectoriesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateDirectoriesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateDirectoriesAsync(path, searchPattern, enumerationOptions, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetDirectoriesAsync(string, CancellationToken)"/>
        public static ValueTask<string[]> GetDirectoriesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetDirectoriesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetDirectoriesAsync(string, string, CancellationToken)"/>
        public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.GetDirectoriesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetDirectoriesAsync(string, string, SearchOption, CancellationToken)"/>
        public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.GetDirectoriesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetDirectoriesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.GetDirectoriesAsync(path, searchPattern, enumerationOptions, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFilesAsync(string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFilesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFilesAsync(string, string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFilesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFilesAsync(string, string, SearchOption, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFilesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFilesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFilesAsync(path, searchPattern, enumerationOptions, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFilesAsync(string, CancellationToken)"/>
        public static ValueTask<string[]> GetFilesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFilesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFilesAsync(string, string, CancellationToken)"/>
        public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFilesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFilesAsync(string, string, SearchOption, CancellationToken)"/>
        public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFilesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFilesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFilesAsync(path, searchPattern, enumerationOptions, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFileSystemEntriesAsync(string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFileSystemEntriesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFileSystemEntriesAsync(string, string, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFileSystemEntriesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFileSystemEntriesAsync(string, string, SearchOption, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFileSystemEntriesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.EnumerateFileSystemEntriesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.EnumerateFileSystemEntriesAsync(path, searchPattern, enumerationOptions, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFileSystemEntriesAsync(string, CancellationToken)"/>
        public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFileSystemEntriesAsync(path, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFileSystemEntriesAsync(string, string, CancellationToken)"/>
        public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFileSystemEntriesAsync(path, searchPattern, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFileSystemEntriesAsync(string, string, SearchOption, CancellationToken)"/>
        public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFileSystemEntriesAsync(path, searchPattern, searchOption, cancellationToken);

        /// <inheritdoc cref="Fs.Directory.GetFileSystemEntriesAsync(string, string, EnumerationOptions, CancellationToken)"/>
        public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
            => Fs.Directory.GetFileSystemEntriesAsync(path, searchPattern, enumerationOptions, cancellationToken);
    }
}
