namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>The kernel's statx, the same on every machine.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStat
{
    public const uint TypeAndMode = 3;

    /// <summary>Everything that stat(2) has, and the time of creation.</summary>
    public const uint All = 0xFFF;

    private const uint HasCreation = 0x800;
    private const int TypeMask = 0xF000;
    private const int PermissionMask = 0xFFF;

    [FieldOffset(0)]
    public uint Mask;

    [FieldOffset(4)]
    public int BlockSize;

    [FieldOffset(16)]
    public uint LinkCount;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong FileId;

    [FieldOffset(40)]
    public long Length;

    [FieldOffset(48)]
    public long Blocks;

    [FieldOffset(64)]
    public Time Accessed;

    [FieldOffset(80)]
    public Time Created;

    [FieldOffset(96)]
    public Time StatusChanged;

    [FieldOffset(112)]
    public Time Modified;

    [FieldOffset(128)]
    public uint RepresentedMajor;

    [FieldOffset(132)]
    public uint RepresentedMinor;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly FileKind Kind => KindOf(Mode & TypeMask);

    public readonly UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionMask);

    /// <summary>Whether both are the same file.</summary>
    public readonly bool IsSame(in LinuxStat other)
        => FileId == other.FileId && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    /// <summary>As metadata.</summary>
    /// <param name="isHidden">Whether the name begins with a dot.</param>
    /// <param name="leadsToDirectory">Of a link: whether it leads to a directory.</param>
    public readonly FileMetadata ToMetadata(bool isHidden, bool leadsToDirectory = false)
    {
        FileKind kind = Kind;
        return new FileMetadata
        {
            Kind = kind,
            Length = Length,
            Attributes = AttributesOf(kind, isHidden, leadsToDirectory),
            LastModified = Modified.ToDateTime(),
            LastAccessed = Accessed.ToDateTime(),
            Created = (Mask & HasCreation) != 0 ? Created.ToDateTime() : null,
            StatusChanged = StatusChanged.ToDateTime(),
            UnixMode = Permissions,
            UserId = User,
            GroupId = Group,
            DeviceId = NumberOf(DeviceMajor, DeviceMinor),
            FileId = FileId,
            LinkCount = LinkCount,
            AllocatedLength = Blocks * 512,
            BlockSize = BlockSize,
            RepresentedDevice = kind is FileKind.CharacterDevice or FileKind.BlockDevice ? NumberOf(RepresentedMajor, RepresentedMinor) : null,
        };
    }

    /// <summary>What the type bits of a mode mean; shifted right by twelve, they are those of a directory entry.</summary>
    public static FileKind KindOf(int type)
        => type switch
        {
            0x8000 => FileKind.RegularFile,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.SymbolicLink,
            0x1000 => FileKind.Fifo,
            0xC000 => FileKind.Socket,
            0x2000 => FileKind.CharacterDevice,
            0x6000 => FileKind.BlockDevice,
            0 => FileKind.Unknown,
            _ => FileKind.Other,
        };

    private static ulong NumberOf(uint major, uint minor)
        => ((ulong)(major & 0xFFFFF000) << 32) | ((ulong)(major & 0xFFF) << 8) | ((ulong)(minor & 0xFFFFFF00) << 12) | (minor & 0xFF);

    private readonly FileAttributes AttributesOf(FileKind kind, bool isHidden, bool leadsToDirectory)
    {
        FileAttributes attributes = (isHidden ? FileAttributes.Hidden : 0)
            | (kind == FileKind.SymbolicLink ? FileAttributes.ReparsePoint : 0)
            | (kind == FileKind.Directory || leadsToDirectory ? FileAttributes.Directory : 0)
            | (IsReadOnly() ? FileAttributes.ReadOnly : 0);
        return attributes == 0 ? FileAttributes.Normal : attributes;
    }

    /// <summary>As the base class library has it: those of the bits that apply to this process allow reading and not writing.</summary>
    private readonly bool IsReadOnly()
    {
        const int All = 0x124; // reading, by user, group and others
        int allowed = Mode & All & ~((Mode & 0x92) << 1);
        if (allowed == 0)
        {
            return false;
        }

        int shift = User == LinuxCalls.EffectiveUser ? 6 : LinuxCalls.IsInGroup(Group) ? 3 : 0;
        return (allowed & (4 << shift)) != 0;
    }

    /// <summary>The kernel's statx_timestamp.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Time
    {
        [FieldOffset(0)]
        public long Seconds;

        [FieldOffset(8)]
        public uint Nanoseconds;

        public readonly DateTimeOffset ToDateTime()
        {
            const long First = -62135596800; // of the years that a DateTimeOffset has
            const long Last = 253402300799;
            return Seconds < First ? DateTimeOffset.MinValue
                : Seconds > Last ? DateTimeOffset.MaxValue
                : DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / TimeSpan.NanosecondsPerTick));
        }
    }
}
