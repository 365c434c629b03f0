namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What the file system knows about a file, as of the moment it was asked. What a system does not have is
/// null.</summary>
/// <remarks>Times have a resolution of 100 ns, in UTC; one that <see cref="DateTimeOffset"/> cannot express is moved to the
/// nearest that it can.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record FileMetadata
{
    /// <summary>What it is.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>Its length in bytes; of a symbolic link, the length of its target's path.</summary>
    public required long Length { get; init; }

    /// <summary>Its attributes, mapped as the BCL maps them.</summary>
    public required FileAttributes Attributes { get; init; }

    /// <summary>When the contents were last changed.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>When it was last read, as far as the system records that, see mount(8) on relatime.</summary>
    public required DateTimeOffset LastAccessed { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When contents or metadata were last changed.</summary>
    public DateTimeOffset? StatusChanged { get; init; }

    /// <summary>Its permission bits.</summary>
    public UnixFileMode? UnixMode { get; init; }

    /// <summary>The user who owns it.</summary>
    public uint? UserId { get; init; }

    /// <summary>The group that owns it.</summary>
    public uint? GroupId { get; init; }

    /// <summary>The file system it is on; with <see cref="FileId"/>, what makes two names the same file.</summary>
    public ulong? DeviceId { get; init; }

    /// <summary>Its number within the file system: the inode.</summary>
    public UInt128? FileId { get; init; }

    /// <summary>How many names it has.</summary>
    public ulong? LinkCount { get; init; }

    /// <summary>The space it takes on the disk, in bytes; less than <see cref="Length"/> if it has holes.</summary>
    public long? AllocatedLength { get; init; }

    /// <summary>The size of request that suits the file system, in bytes.</summary>
    public int? BlockSize { get; init; }

    /// <summary>The number of the device that a device file stands for.</summary>
    public ulong? RepresentedDevice { get; init; }
}
