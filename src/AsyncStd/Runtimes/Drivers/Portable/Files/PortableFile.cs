namespace AsyncStd.Runtimes.Drivers;

using Microsoft.Win32.SafeHandles;

/// <summary>The system's handle below one or more <see cref="PortableFileHandle"/>s: closed with the last of them.</summary>
internal sealed class PortableFile(SafeFileHandle handle, string path)
{
    private FileLockClaims? _claims;
    private int _owners = 1;
    private FileStream? _stream;

    public SafeFileHandle Handle { get; } = handle;

    public string Path { get; } = path;

    /// <summary>Held while something is appended: the length and the write after it are one step, for this handle.</summary>
    public Lock Appending { get; } = new();

    /// <summary>For what has no offsets: calls by offset refuse it.</summary>
    public FileStream Stream(FileAccess access)
    {
        lock (Appending)
        {
            if (_stream is null)
            {
                _stream = new FileStream(Handle, access, 0);
                GC.SuppressFinalize(_stream); // the handle is not the stream's to close
            }

            return _stream;
        }
    }

    /// <summary>Who counts on the system's lock, which belongs to all owners together.</summary>
    public FileLockClaims Claims => _claims ?? Interlocked.CompareExchange(ref _claims, new FileLockClaims(), null) ?? _claims;

    public bool IsShared => Volatile.Read(ref _owners) > 1;

    public void AddOwner() => Interlocked.Increment(ref _owners);

    public void RemoveOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            Handle.Dispose();
        }
    }
}
