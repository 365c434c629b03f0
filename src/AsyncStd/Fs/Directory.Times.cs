namespace AsyncStd.Fs;

// The times of a directory, as the BCL has them: a DateTime each, and 1601-01-01 for what is not there.
public static partial class Directory
{
    /// <summary>Twin of <c>System.IO.Directory.GetCreationTime</c>: when it was created, in local time; on Linux, as in the BCL, the older of the times of the last write and of the last change of status (<see cref="Metadata.CreationTime"/> has what the file system keeps).</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetCreationTimeAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.Creation.GetAsync(path, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetCreationTime</c>: when it was created, in local time; where the system cannot set it (Linux), the time of the last write is set, as in the BCL.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="creationTime">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetCreationTimeAsync(string path, DateTime creationTime, CancellationToken cancellationToken = default)
        => FileTime.Creation.SetAsync(path, creationTime, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetCreationTimeUtc</c>: when it was created, in UTC; on Linux, as in the BCL, the older of the times of the last write and of the last change of status (<see cref="Metadata.CreationTime"/> has what the file system keeps).</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetCreationTimeUtcAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.Creation.GetAsync(path, isUtc: true, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetCreationTimeUtc</c>: when it was created, in UTC; where the system cannot set it (Linux), the time of the last write is set, as in the BCL.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="creationTimeUtc">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetCreationTimeUtcAsync(string path, DateTime creationTimeUtc, CancellationToken cancellationToken = default)
        => FileTime.Creation.SetAsync(path, creationTimeUtc, isUtc: true, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetLastAccessTime</c>: when it was last read, in local time.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetLastAccessTimeAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.LastAccess.GetAsync(path, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetLastAccessTime</c>: when it was last read, in local time.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="lastAccessTime">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetLastAccessTimeAsync(string path, DateTime lastAccessTime, CancellationToken cancellationToken = default)
        => FileTime.LastAccess.SetAsync(path, lastAccessTime, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetLastAccessTimeUtc</c>: when it was last read, in UTC.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetLastAccessTimeUtcAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.LastAccess.GetAsync(path, isUtc: true, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetLastAccessTimeUtc</c>: when it was last read, in UTC.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="lastAccessTimeUtc">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetLastAccessTimeUtcAsync(string path, DateTime lastAccessTimeUtc, CancellationToken cancellationToken = default)
        => FileTime.LastAccess.SetAsync(path, lastAccessTimeUtc, isUtc: true, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetLastWriteTime</c>: when its contents were last changed, in local time.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetLastWriteTimeAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.LastWrite.GetAsync(path, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetLastWriteTime</c>: when its contents were last changed, in local time.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="lastWriteTime">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetLastWriteTimeAsync(string path, DateTime lastWriteTime, CancellationToken cancellationToken = default)
        => FileTime.LastWrite.SetAsync(path, lastWriteTime, isUtc: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.GetLastWriteTimeUtc</c>: when its contents were last changed, in UTC.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<DateTime> GetLastWriteTimeUtcAsync(string path, CancellationToken cancellationToken = default)
        => FileTime.LastWrite.GetAsync(path, isUtc: true, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.SetLastWriteTimeUtc</c>: when its contents were last changed, in UTC.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="lastWriteTimeUtc">The time.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetLastWriteTimeUtcAsync(string path, DateTime lastWriteTimeUtc, CancellationToken cancellationToken = default)
        => FileTime.LastWrite.SetAsync(path, lastWriteTimeUtc, isUtc: true, cancellationToken);
}
