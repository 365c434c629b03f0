namespace AsyncStd.Os.Unix;

using System.Runtime.Versioning;
using AsyncStd.Fs;

/// <summary>What only Unix knows about a file. Null where the driver does not tell: the portable one knows no more than the BCL.</summary>
/// <example><code>
/// using AsyncStd.Os.Unix;
///
/// static async Task&lt;bool> IsSameFile(string one, string other)
/// {
///     var first = await File.MetadataAsync(one);
///     var second = await File.MetadataAsync(other);
///     return first.Inode is not null &amp;&amp; (first.Inode, first.Device) == (second.Inode, second.Device);
/// }
/// </code></example>
[UnsupportedOSPlatform("windows")]
public static class MetadataExtensions
{
    extension(Metadata metadata)
    {
        /// <summary>The permission bits.</summary>
        public UnixFileMode? Mode => metadata.Data.UnixMode;

        /// <summary>The user who owns it.</summary>
        public uint? UserId => metadata.Data.UserId;

        /// <summary>The group that owns it.</summary>
        public uint? GroupId => metadata.Data.GroupId;

        /// <summary>The file system it is on; with <c>Inode</c>, what makes two names the same file.</summary>
        public ulong? Device => metadata.Data.DeviceId;

        /// <summary>Its number within the file system.</summary>
        public ulong? Inode => (ulong?)metadata.Data.FileId;

        /// <summary>How many names it has.</summary>
        public ulong? LinkCount => metadata.Data.LinkCount;

        /// <summary>The space it takes on the disk, in bytes; less than its length if it has holes.</summary>
        public long? AllocatedLength => metadata.Data.AllocatedLength;

        /// <summary>The size of request that suits the file system, in bytes.</summary>
        public int? BlockSize => metadata.Data.BlockSize;

        /// <summary>The number of the device that a device file stands for.</summary>
        public ulong? RepresentedDevice => metadata.Data.RepresentedDevice;

        /// <summary>When contents or metadata were last changed.</summary>
        public DateTimeOffset? StatusChangeTime => metadata.Data.StatusChanged;
    }
}
