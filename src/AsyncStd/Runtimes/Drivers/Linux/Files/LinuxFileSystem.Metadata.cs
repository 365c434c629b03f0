namespace AsyncStd.Runtimes.Drivers;

/// <summary>What files say about themselves, and changing it.</summary>
internal sealed partial class LinuxFileSystem
{
    private const int WriteBits = 0x92; // by user, group and others
    private const int UserMayRead = 0x100;
    private const int UserMayWrite = 0x80;

    private const FileAttributes KnownAttributes = FileAttributes.Archive | FileAttributes.Compressed | FileAttributes.Device | FileAttributes.Directory
        | FileAttributes.Encrypted | FileAttributes.Hidden | FileAttributes.IntegrityStream | FileAttributes.Normal | FileAttributes.NoScrubData
        | FileAttributes.NotContentIndexed | FileAttributes.Offline | FileAttributes.ReadOnly | FileAttributes.ReparsePoint | FileAttributes.SparseFile
        | FileAttributes.System | FileAttributes.Temporary;

    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken)
        => LinuxCall.For(At(path), followLinks, Describe, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FileMetadata?> TryGetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken)
        => LinuxCall.For(At(path), followLinks, Find, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetUnixModeAsync(string path, UnixFileMode mode, bool followLinks, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(path),
            (mode, followLinks),
            static (at, s) =>
            {
                if (!s.followLinks && at.Stat(out LinuxStat stat, followLinks: false, LinuxStat.TypeAndMode) == 0 && stat.Kind == FileKind.SymbolicLink)
                {
                    throw new NotSupportedException($"Cannot set the permissions of '{at}': those of a symbolic link itself cannot be set.");
                }

                return Succeed(at.SetMode((uint)s.mode), "set the permissions of", at);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetAttributesAsync(string path, FileAttributes attributes, CancellationToken cancellationToken)
    {
        CheckAttributes(attributes);
        return LinuxCall.Do(
            At(path),
            attributes,
            static (at, attributes) =>
            {
                const string Operation = "set the attributes of";
                Succeed(at.Stat(out LinuxStat stat, followLinks: true, LinuxStat.TypeAndMode), Operation, at);
                return ModeWith(stat, attributes) is not { } mode || Succeed(at.SetMode(mode), Operation, at);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetTimesAsync(string path, FileTimes times, bool followLinks, CancellationToken cancellationToken)
    {
        CheckTimes(times);
        return LinuxCall.Do(
            At(path),
            (times, followLinks),
            static (at, s) => Succeed(
                at.SetTimes(LinuxTime.Of(s.times.LastAccessed), LinuxTime.Of(s.times.LastModified), s.followLinks), "set the times of", at),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetOwnerAsync(string path, uint? userId, uint? groupId, bool followLinks, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(path),
            (userId, groupId, followLinks),
            static (at, s) => Succeed(at.SetOwner(s.userId ?? uint.MaxValue, s.groupId ?? uint.MaxValue, s.followLinks), "change the owner of", at),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetEncryptionAsync(string path, bool encrypted, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        throw FileFailure.Lacking(this, FileSystemCapabilities.Encryption, "encrypt files");
    }

    /// <summary>Refuses times that Linux cannot set.</summary>
    internal static void CheckTimes(FileTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Created is not null)
        {
            throw FileFailure.Lacking(Shared, FileSystemCapabilities.SettableCreationTime, "set the time of creation");
        }
    }

    internal static void CheckAttributes(FileAttributes attributes)
    {
        if ((attributes & ~KnownAttributes) != 0)
        {
            throw new ArgumentException($"The attributes {(int)attributes} have a flag that is none.", nameof(attributes));
        }
    }

    /// <summary>The mode that stands for the attributes, or null if it is the one that the file has.</summary>
    internal static uint? ModeWith(in LinuxStat stat, FileAttributes attributes)
    {
        int mode = (int)stat.Permissions;
        int wanted = (attributes & FileAttributes.ReadOnly) != 0 ? mode & ~WriteBits
            : (mode & UserMayRead) != 0 ? mode | UserMayWrite
            : mode; // who may not read is not made to write, as in the base class library
        return wanted == mode ? null : (uint)wanted;
    }

    internal static FileMetadata Describe(LinuxAt at, bool followLinks)
    {
        int result = at.Stat(out LinuxStat stat, followLinks);
        return result == 0 ? Metadata(at, stat) : throw LinuxErrors.Of(result, "describe", at);
    }

    private static FileMetadata? Find(LinuxAt at, bool followLinks)
    {
        int result = at.Stat(out LinuxStat stat, followLinks);
        return result switch
        {
            0 => Metadata(at, stat),
            -LinuxErrors.NoEntry or -LinuxErrors.NotDirectory => null,
            _ => throw LinuxErrors.Of(result, "describe", at.ToString()),
        };
    }

    private static FileMetadata Metadata(LinuxAt at, in LinuxStat stat)
        => stat.ToMetadata(
            at.IsHidden,
            leadsToDirectory: stat.Kind == FileKind.SymbolicLink && at.Stat(out LinuxStat target, followLinks: true, LinuxStat.TypeAndMode) == 0
                && target.Kind == FileKind.Directory);

    private static bool Succeed(int result, string operation, LinuxAt at) => result >= 0 ? true : throw LinuxErrors.Of(result, operation, at);
}
