namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

/// <summary>An open file of the Linux driver: a descriptor.</summary>
internal sealed unsafe partial class LinuxFileHandle : GatedHandle, IFileHandle
{
    private readonly LinuxAt _at;
    private readonly int _descriptor;
    private readonly FileKind _kind;
    private readonly bool _canSeek;
    private LinuxTransfer _transfer;
    private SafeFileHandle? _lent;

    /// <summary>Whether the open file may be locked. Locks belong to the open file; a child that is just being started has it, too, for a moment, so closing alone would leave the file
    /// locked until then.</summary>
    private volatile bool _mayBeLocked;

    /// <summary>Whether another handle has the same open file: then a lock goes with the last of them.</summary>
    private volatile bool _isShared;

    public LinuxFileHandle(int descriptor, LinuxAt at, FileAccess access, FileKind kind, LinuxTransfer transfer)
    {
        _descriptor = descriptor;
        _at = at;
        Access = access;
        _kind = kind;
        _transfer = transfer;
        _canSeek = kind is FileKind.RegularFile or FileKind.BlockDevice
            || (kind == FileKind.CharacterDevice && LinuxCalls.Seek(descriptor, 0, (int)SeekOrigin.Current) >= 0);
    }

    /// <summary>Whoever forgets to close a handle must not keep its number for ever.</summary>
    ~LinuxFileHandle() => Dispose();

    /// <inheritdoc/>
    public override string Path => field ??= _at.ToString();

    /// <inheritdoc/>
    public FileAccess Access { get; }

    /// <summary>Whether reads and writes go to the disk, and take as long as it does.</summary>
    public bool GoesPastCache { get; init; }

    /// <summary>Whether each write goes to the disk.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Whether the open file was locked against others when it was opened.</summary>
    public bool IsLocked
    {
        init => _mayBeLocked = value;
    }

    /// <summary>The full path that goes with the handle; null if none does.</summary>
    public string? Removed { get; init; }

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
                return _kind == FileKind.CharacterDevice && !_canSeek && LinuxCalls.IsTerminal(_descriptor);
            }
            finally
            {
                Exit();
            }
        }
    }

    /// <summary>Describes an open file.</summary>
    public static int Stat(int descriptor, out LinuxStat stat, uint mask = LinuxStat.All)
    {
        byte empty = 0;
        stat = default;
        fixed (LinuxStat* result = &stat)
        {
            return LinuxCalls.Stat(descriptor, &empty, LinuxFlags.EmptyPath, mask, result);
        }
    }

    /// <inheritdoc/>
    public IFileHandle Duplicate()
    {
        Enter();
        try
        {
            int duplicate = LinuxCalls.Control(_descriptor, LinuxFlags.DuplicateCloseOnExec, 0);
            _isShared = true;
            if (_transfer == LinuxTransfer.NonBlocking && !_canSeek)
            {
                _transfer = LinuxTransfer.NoWaitFlag; // the other flag is the open file's: either of the two may take it back when it lends the handle
            }

            return duplicate < 0
                ? throw LinuxErrors.Of(duplicate, "duplicate the handle of", Path)
                : new LinuxFileHandle(duplicate, _at, Access, _kind, _transfer) { GoesPastCache = GoesPastCache, IsDurable = IsDurable, _isShared = true, _claims = Claims };
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
        if (_transfer == LinuxTransfer.NonBlocking && !_canSeek)
        {
            LendBlocking();
        }

        handle = _lent ??= new SafeFileHandle(_descriptor, ownsHandle: false);
        return true;
    }

    /// <inheritdoc/>
    public bool TryRelease([NotNullWhen(true)] out SafeFileHandle? handle)
    {
        if (Removed is not null)
        {
            ThrowIfClosed();
            throw new NotSupportedException($"The handle of '{Path}' cannot be given away: the file is to be removed when it is closed, and a handle of the system does not do that.");
        }

        Detach();
        GC.SuppressFinalize(this);
        _registration?.Remove();
        if (_transfer == LinuxTransfer.NonBlocking)
        {
            LinuxCalls.MakeBlocking(_descriptor);
        }

        handle = new SafeFileHandle(_descriptor, ownsHandle: true);
        return true;
    }

    /// <summary>Who is lent the handle, a child above all, expects calls that wait. Those of this object do not, the flag or not.</summary>
    private void LendBlocking()
    {
        Enter();
        try
        {
            _transfer = LinuxTransfer.NoWaitFlag;
            LinuxCalls.MakeBlocking(_descriptor);
        }
        finally
        {
            Exit();
        }
    }

    protected override Exception? Close()
    {
        GC.SuppressFinalize(this);
        _registration?.Remove();
        if (_mayBeLocked && !_isShared)
        {
            LinuxCalls.Lock(_descriptor, LinuxFlags.LockRelease);
        }

        int result = LinuxCalls.Close(_descriptor);
        if (Removed is not null)
        {
            new LinuxAt(null, Removed).Unlink(0);
        }

        return result is 0 or -LinuxErrors.Interrupted ? null : LinuxErrors.Of(result, "close", Path);
    }

    protected override void OnClosing() => _registration?.Stop(Path);

    private ValueTask<TResult> Call<TState, TResult>(
        TState state,
        Func<LinuxFileHandle, TState, TResult> call,
        CancellationToken cancellationToken,
        BlockingKind kind = BlockingKind.Short,
        Action<Bound<TState, TResult>, TResult>? abandoned = null)
        => Ambient.ForLeaf.RunBlockingAsync(kind, new Bound<TState, TResult>(this, state, call), static bound => bound.Make(), abandoned, cancellationToken);

    private ValueTask Do<TState>(
        TState state, Func<LinuxFileHandle, TState, bool> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short)
        => FileCall.WithoutResult(Call(state, call, cancellationToken, kind));

    private bool Succeed(int result, string operation) => result >= 0 ? true : throw LinuxErrors.Of(result, operation, Path);

    /// <summary>A call that keeps the descriptor open while it is made.</summary>
    private readonly struct Bound<TState, TResult>(LinuxFileHandle handle, TState state, Func<LinuxFileHandle, TState, TResult> call)
    {
        public LinuxFileHandle Handle => handle;

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
