namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

/// <summary>An open file of the portable driver: the base class library's handle, and its calls made where they may block.</summary>
/// <remarks>The position is this object's own. Duplicates, and other processes, do not share it.</remarks>
internal sealed partial class PortableFileHandle : GatedHandle, IFileHandle
{
    private readonly PortableFile _file;
    private readonly bool _appends;
    private readonly bool _canSeek;
    private readonly PortableStreamReads? _streamReads;
    private long _position;
    private int _isReading;
    private int _isWriting;

    public PortableFileHandle(PortableFile file, FileAccess access, bool appends, bool canSeek, long position)
    {
        _file = file;
        Access = access;
        _appends = appends;
        _canSeek = canSeek;
        _position = position;
        _streamReads = canSeek ? null : new PortableStreamReads(file, access);
    }

    /// <inheritdoc/>
    public override string Path => _file.Path;

    /// <inheritdoc/>
    public FileAccess Access { get; }

    /// <inheritdoc/>
    public bool CanSeek
    {
        get
        {
            ThrowIfClosed();
            return _canSeek;
        }
    }

    /// <inheritdoc/>
    public bool IsTerminal
    {
        get
        {
            Enter();
            try
            {
                return !_canSeek && PortableNative.IsTerminal(_file.Handle);
            }
            finally
            {
                Exit();
            }
        }
    }

    /// <summary>Whether the system tells offsets of the handle: not of a pipe, fifo or terminal.</summary>
    public static bool IsSeekable(SafeFileHandle handle)
    {
        try
        {
            RandomAccess.GetLength(handle);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public IFileHandle Duplicate()
    {
        Enter();
        try
        {
            _file.AddOwner();
            return new PortableFileHandle(_file, Access, _appends, _canSeek, Volatile.Read(ref _position));
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public bool TryGetSafeFileHandle([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        ThrowIfClosed();
        handle = _file.Handle;
        return true;
    }

    /// <inheritdoc/>
    public bool TryRelease([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        if (_file.IsShared)
        {
            ThrowIfClosed();
            throw new InvalidOperationException($"The handle of '{Path}' has a duplicate that is open: close it before the handle is given away.");
        }

        Detach();
        handle = _file.Handle;
        return true;
    }

    protected override Exception? Close()
    {
        _file.RemoveOwner();
        return null; // the base class library does not tell what went wrong
    }

    protected override void OnClosing() => _streamReads?.Stop();

    /// <summary>Makes a call on the open file.</summary>
    private ValueTask<TResult> Call<TState, TResult>(
        string operation, TState state, Func<PortableFileHandle, TState, TResult> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short,
        Action<FileCall<HandleCall<TState, TResult>, TResult>, TResult>? abandoned = null)
        => FileCall.For(
            operation, Path, new HandleCall<TState, TResult>(this, state, call), static (_, inner) => inner.Make(), cancellationToken, kind, abandoned);

    /// <summary>Makes a call on the open file whose result says nothing.</summary>
    private ValueTask Do<TState>(
        string operation, TState state, Action<PortableFileHandle, TState> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short)
        => FileCall.WithoutResult(Call(
            operation,
            (state, call),
            static (self, both) =>
            {
                both.call(self, both.state);
                return true;
            },
            cancellationToken,
            kind));

    /// <summary>A call that keeps the handle open while it is made.</summary>
    private readonly struct HandleCall<TState, TResult>(PortableFileHandle handle, TState state, Func<PortableFileHandle, TState, TResult> call)
    {
        public TResult Make()
        {
            handle.Enter();
            try
            {
                return call(handle, state);
            }
            finally
            {
                handle.Exit();
            }
        }
    }
}
