namespace AsyncStd.Runtimes.Drivers;

/// <summary>A descriptor that somebody may wait for: one for reading and one for writing at a time.</summary>
/// <remarks>Invariant, under the lock: <c>_waiting</c> has the directions that are waited for, each with the version of its use; the kernel is asked for just
/// these, once. Who cancels leaves the bit set and his version behind, which a late event then does not match.</remarks>
internal sealed class LinuxRegistration(int descriptor)
{
    private const uint Reading = LinuxFlags.PollIn;
    private const uint Writing = LinuxFlags.PollOut;
    private const uint Ended = LinuxFlags.PollError | LinuxFlags.PollHangUp;

    private readonly Lock _lock = new();
    private readonly Wait _reader = new("reading");
    private readonly Wait _writer = new("writing");
    private ulong _id;
    private uint _waiting;
    private bool _isStopped;

    /// <summary>Waits until the descriptor is ready. False at once: the system cannot tell when it is.</summary>
    public ValueTask<bool> WaitAsync(bool isRead, string path, CancellationToken cancellationToken)
    {
        Wait wait = isRead ? _reader : _writer;
        ValueTask<bool> task = wait.Begin(path, cancellationToken);
        bool canTell = true;
        lock (_lock)
        {
            if (_isStopped)
            {
                wait.TrySetException(new ObjectDisposedException(path, $"The handle of '{path}' is closed."), wait.Use);
                return task;
            }

            _waiting |= isRead ? Reading : Writing;
            canTell = Arm();
            if (!canTell)
            {
                _waiting = 0;
            }
        }

        if (!canTell)
        {
            wait.TrySetResult(false, wait.Use);
        }

        return task;
    }

    /// <summary>The kernel says what the descriptor is ready for.</summary>
    public void OnEvent(uint mask)
    {
        uint ready = ((mask & (Reading | Ended)) != 0 ? Reading : 0) | ((mask & (Writing | Ended)) != 0 ? Writing : 0);
        short readUse;
        short writeUse;
        lock (_lock)
        {
            ready &= _waiting;
            _waiting &= ~ready;
            (readUse, writeUse) = (_reader.Use, _writer.Use);
            if (_waiting != 0)
            {
                Arm();
            }
        }

        if ((ready & Reading) != 0)
        {
            _reader.TrySetResult(true, readUse);
        }

        if ((ready & Writing) != 0)
        {
            _writer.TrySetResult(true, writeUse);
        }
    }

    /// <summary>The handle is being closed: who waits need not go on.</summary>
    public void Stop(string path)
    {
        uint waiting;
        lock (_lock)
        {
            _isStopped = true;
            waiting = _waiting;
            _waiting = 0;
        }

        var closed = new ObjectDisposedException(path, $"The handle of '{path}' is closed.");
        if ((waiting & Reading) != 0)
        {
            _reader.TrySetException(closed, _reader.Use);
        }

        if ((waiting & Writing) != 0)
        {
            _writer.TrySetException(closed, _writer.Use);
        }
    }

    /// <summary>The descriptor is about to be closed or given away: the kernel forgets it, although duplicates may keep it open.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            if (_id != 0)
            {
                LinuxReadiness.Shared.Remove(descriptor, _id);
                _id = 0;
            }
        }
    }

    /// <summary>Asks the kernel for what is waited for. The lock is held.</summary>
    private bool Arm()
    {
        if (_id != 0)
        {
            return LinuxReadiness.Shared.Change(descriptor, _id, _waiting);
        }

        _id = LinuxReadiness.Shared.Add(descriptor, _waiting, this);
        return _id != 0;
    }

    /// <summary>The wait for one direction, used again and again.</summary>
    private sealed class Wait(string what) : Operation<bool>
    {
        private string _path = "";

        public override string Description => $"{what} '{_path}'";

        /// <summary>The version of the use that began last.</summary>
        public short Use { get; private set; }

        public ValueTask<bool> Begin(string path, CancellationToken cancellationToken)
        {
            _path = path;
            Use = Version;
            return Start(cancellationToken);
        }
    }
}
