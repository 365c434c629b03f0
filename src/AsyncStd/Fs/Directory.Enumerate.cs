namespace AsyncStd.Fs;

// Paths of what is in a directory, as the BCL lists them.
public static partial class Directory
{
    /// <summary>Twin of <c>System.IO.Directory.EnumerateDirectories</c>: the paths of directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, "*", PathListing.OneLevel, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateDirectories</c>: the paths of directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.OneLevel, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateDirectories</c>: the paths of directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateDirectories</c>: the paths of directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateDirectoriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, enumerationOptions, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetDirectories</c>: the paths of directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetDirectoriesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, "*", PathListing.OneLevel, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetDirectories</c>: the paths of directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.OneLevel, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetDirectories</c>: the paths of directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetDirectories</c>: the paths of directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetDirectoriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, enumerationOptions, PathKinds.Directories, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFiles</c>: the paths of files in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, "*", PathListing.OneLevel, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFiles</c>: the paths of files in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.OneLevel, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFiles</c>: the paths of files.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFiles</c>: the paths of files.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFilesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, enumerationOptions, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFiles</c>: the paths of files in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFilesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, "*", PathListing.OneLevel, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFiles</c>: the paths of files in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.OneLevel, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFiles</c>: the paths of files.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFiles</c>: the paths of files.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFilesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, enumerationOptions, PathKinds.Files, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFileSystemEntries</c>: the paths of files and directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, "*", PathListing.OneLevel, PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFileSystemEntries</c>: the paths of files and directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.OneLevel, PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFileSystemEntries</c>: the paths of files and directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.EnumerateFileSystemEntries</c>: the paths of files and directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Thrown by the enumeration. <em>Cancellation</em>: the directories are closed.</remarks>
    public static IAsyncEnumerable<string> EnumerateFileSystemEntriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.EnumerateAsync(path, searchPattern, enumerationOptions, PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFileSystemEntries</c>: the paths of files and directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, "*", PathListing.OneLevel, PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFileSystemEntries</c>: the paths of files and directories in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.OneLevel, PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFileSystemEntries</c>: the paths of files and directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="searchOption">Whether those below are listed, too.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, SearchOption searchOption, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, PathListing.Translate(searchOption), PathKinds.All, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetFileSystemEntries</c>: the paths of files and directories.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="searchPattern">What names must look like, with <c>*</c> and <c>?</c>.</param>
    /// <param name="enumerationOptions">What is left out, how names are compared, and how deep. A link that leads back to where the listing is, is not entered.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The paths, each the one given with the names below.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL, or the pattern is rooted.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or a listing broke off.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the directories are closed.</remarks>
    public static ValueTask<string[]> GetFileSystemEntriesAsync(string path, string searchPattern, EnumerationOptions enumerationOptions, CancellationToken cancellationToken = default)
        => PathListing.GetAsync(path, searchPattern, enumerationOptions, PathKinds.All, cancellationToken);
}
