namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

/// <summary>One of the times of a file, read and set as the BCL does it.</summary>
internal sealed class FileTime
{
    private readonly Func<FileMetadata, DateTimeOffset> _of;
    private readonly Func<DateTimeOffset, FileTimes> _only;

    private FileTime(Func<FileMetadata, DateTimeOffset> of, Func<DateTimeOffset, FileTimes> only) => (_of, _only) = (of, only);

    /// <summary>As the BCL: Linux is not asked for it, so there it is the older of the other two, and setting it sets the time of the last write.</summary>
    /// <remarks>The source of the rule: <c>FileStatus.Unix.cs</c> of dotnet/runtime. <see cref="Metadata.CreationTime"/> tells what the file system keeps.</remarks>
    public static FileTime Creation { get; } = new(
        static data => OperatingSystem.IsLinux() && data.StatusChanged is { } changed
            ? Older(data.LastModified, changed)
            : data.Created ?? Older(data.LastModified, data.StatusChanged ?? data.LastModified),
        static time => (Driver.Files.Capabilities & FileSystemCapabilities.SettableCreationTime) != 0
            ? new FileTimes { Created = time }
            : new FileTimes { LastModified = time });

    public static FileTime LastAccess { get; } = new(static data => data.LastAccessed, static time => new FileTimes { LastAccessed = time });

    public static FileTime LastWrite { get; } = new(static data => data.LastModified, static time => new FileTimes { LastModified = time });

    public async ValueTask<DateTime> GetAsync(string path, bool isUtc, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(TwinPath.Resolve(path)); // as the BCL: a file may be asked about as if it were a directory
        FileMetadata? data = await Driver.Files.TryGetMetadataAsync(trimmed, followLinks: false, cancellationToken).ConfigureAwait(false);
        return In(isUtc, data is null ? DateTimeOffset.FromFileTime(0) : _of(data));
    }

    public async ValueTask<DateTime> GetAsync(SafeFileHandle handle, bool isUtc, CancellationToken cancellationToken)
    {
        using var lent = new LentHandle(handle);
        return In(isUtc, _of(await lent.Handle.GetMetadataAsync(cancellationToken).ConfigureAwait(false)));
    }

    public ValueTask SetAsync(string path, DateTime time, bool isUtc, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetTimesAsync(TwinPath.Resolve(path), _only(From(time, isUtc)), followLinks: false, cancellationToken);
    }

    public async ValueTask SetAsync(SafeFileHandle handle, DateTime time, bool isUtc, CancellationToken cancellationToken)
    {
        using var lent = new LentHandle(handle);
        await lent.Handle.SetTimesAsync(_only(From(time, isUtc)), cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset Older(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTime In(bool isUtc, DateTimeOffset time) => isUtc ? time.UtcDateTime : time.LocalDateTime;

    /// <summary>A time of no zone is of the zone that the method is named after.</summary>
    private static DateTimeOffset From(DateTime time, bool isUtc)
        => isUtc && time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time);
}
