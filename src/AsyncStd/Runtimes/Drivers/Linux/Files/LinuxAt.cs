namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;

/// <summary>What a call is about: a path, or a name in an open directory.</summary>
internal readonly unsafe struct LinuxAt(LinuxDirectoryReader? directory, string path)
{
    /// <summary>The path, or the name in the directory.</summary>
    public string Path => path;

    /// <summary>The open directory, or null for a path.</summary>
    public LinuxDirectoryReader? Reader => directory;

    /// <summary>The descriptor that the path starts from.</summary>
    public int Directory => directory?.Descriptor ?? LinuxFlags.CurrentDirectory;

    /// <summary>Whether the name begins with a dot, which hides it from people.</summary>
    public bool IsHidden
    {
        get
        {
            ReadOnlySpan<char> name = path.AsSpan().TrimEnd('/');
            name = name[(name.LastIndexOf('/') + 1)..];
            return name.Length > 0 && name[0] == '.';
        }
    }

    /// <summary>Keeps the directory open until <see cref="Exit"/>.</summary>
    public void Enter() => directory?.Enter();

    public void Exit() => directory?.Exit();

    public override string ToString() => directory is null ? path : System.IO.Path.Join(directory.Path, path);

    /// <summary>The path from the root, which the current directory does not change. Its components are left as they are: <c>..</c> behind a link is the kernel's to follow.</summary>
    public string ToFullPath() => System.IO.Path.Join(System.IO.Path.IsPathRooted(ToString()) ? null : LinuxFileSystem.Shared.CurrentDirectory, ToString());

    /// <summary>Whether the directory exists that the last name is in.</summary>
    public bool HasParent()
    {
        if (directory is not null)
        {
            return true;
        }

        ReadOnlySpan<char> trimmed = path.AsSpan().TrimEnd('/');
        int end = trimmed.LastIndexOf('/');
        return end <= 0 || new LinuxAt(null, trimmed[..end].ToString()).Exists();
    }

    /// <summary>Whether anything stands there, be it a link that leads nowhere.</summary>
    public bool Exists() => Stat(out _, followLinks: false, LinuxStat.TypeAndMode) == 0;

    [SkipLocalsInit]
    public int Stat(out LinuxStat stat, bool followLinks, uint mask = LinuxStat.All)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        stat = default;
        fixed (byte* start = bytes)
        fixed (LinuxStat* result = &stat)
        {
            return LinuxCalls.Stat(Directory, start, followLinks ? 0 : LinuxFlags.NoFollow, mask, result);
        }
    }

    [SkipLocalsInit]
    public int Open(int flags, uint mode = 0, bool isInheritable = false)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.Open(Directory, start, flags | (isInheritable ? 0 : LinuxFlags.CloseOnExec), mode);
        }
    }

    [SkipLocalsInit]
    public int Unlink(int flags)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.Unlink(Directory, start, flags);
        }
    }

    [SkipLocalsInit]
    public int MakeDirectory(uint mode)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.MakeDirectory(Directory, start, mode);
        }
    }

    [SkipLocalsInit]
    public int SetMode(uint mode)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.SetMode(Directory, start, mode);
        }
    }

    [SkipLocalsInit]
    public int SetOwner(uint user, uint group, bool followLinks)
    {
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.SetOwner(Directory, start, user, group, followLinks ? 0 : LinuxFlags.NoFollow);
        }
    }

    [SkipLocalsInit]
    public int SetTimes(LinuxTime accessed, LinuxTime modified, bool followLinks)
    {
        LinuxTime* times = stackalloc LinuxTime[2] { accessed, modified };
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            return LinuxCalls.SetTimes(Directory, start, times, followLinks ? 0 : LinuxFlags.NoFollow);
        }
    }

    [SkipLocalsInit]
    public int RenameTo(LinuxAt destination, uint flags)
    {
        using var from = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        using var to = new LinuxPath(destination.Path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = from)
        fixed (byte* end = to)
        {
            return LinuxCalls.Rename(Directory, start, destination.Directory, end, flags);
        }
    }

    [SkipLocalsInit]
    public int LinkTo(LinuxAt name)
    {
        using var from = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        using var to = new LinuxPath(name.Path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = from)
        fixed (byte* end = to)
        {
            return LinuxCalls.Link(Directory, start, name.Directory, end);
        }
    }

    [SkipLocalsInit]
    public int CreateLink(string target)
    {
        using var from = new LinuxPath(target, stackalloc byte[LinuxPath.StackSize]);
        using var at = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = from)
        fixed (byte* end = at)
        {
            return LinuxCalls.SymbolicLink(start, Directory, end);
        }
    }

    /// <summary>Where the link leads; null and the error if it cannot be read.</summary>
    [SkipLocalsInit]
    public string? ReadLink(out int error)
    {
        const int MaxTarget = 4096; // PATH_MAX
        byte* target = stackalloc byte[MaxTarget];
        using var bytes = new LinuxPath(path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            nint length = LinuxCalls.ReadLink(Directory, start, target, MaxTarget);
            error = length < 0 ? (int)-length : 0;
            return length < 0 ? null : LinuxPath.Decode(new ReadOnlySpan<byte>(target, (int)length));
        }
    }
}
