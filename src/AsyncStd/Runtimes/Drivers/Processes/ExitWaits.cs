namespace AsyncStd.Runtimes.Drivers;

/// <summary>Those who wait for the end of one child, and the end.</summary>
/// <remarks>Invariant, under the lock: waits are in the list only until the end, a loss or the disposal is known; whoever makes it known takes the list and completes them outside.</remarks>
internal sealed class ExitWaits(string fileName)
{
    private readonly Lock _lock = new();
    private List<Wait>? _waits = [];
    private ProcessExit? _exit;
    private Exception? _loss;
    private bool _isDisposed;

    /// <exception cref="ObjectDisposedException">The child's object is disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), typeof(IChildProcess));

    public ValueTask<ProcessExit> WaitAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ProcessExit>(cancellationToken);
        }

        var wait = new Wait(this, fileName);
        lock (_lock)
        {
            if (_exit is { } exit)
            {
                wait.TrySetResult(exit);
            }
            else if (_loss is { } loss)
            {
                wait.TrySetException(loss);
            }
            else
            {
                _waits!.Add(wait);
            }
        }

        return wait.Begin(cancellationToken);
    }

    public bool TryGet(out ProcessExit exit)
    {
        ThrowIfDisposed();
        lock (_lock)
        {
            exit = _exit.GetValueOrDefault();
            return _loss is null ? _exit is not null : throw _loss;
        }
    }

    public void SetExit(ProcessExit exit)
    {
        foreach (Wait wait in Take(exit, null, isDisposed: false))
        {
            wait.TrySetResult(exit);
        }
    }

    public void SetLoss(Exception loss)
    {
        foreach (Wait wait in Take(null, loss, isDisposed: false))
        {
            wait.TrySetException(loss);
        }
    }

    public void Dispose()
    {
        foreach (Wait wait in Take(null, null, isDisposed: true))
        {
            wait.TrySetException(new ObjectDisposedException(nameof(IChildProcess), $"The object of the child '{fileName}' was disposed."));
        }
    }

    private List<Wait> Take(ProcessExit? exit, Exception? loss, bool isDisposed)
    {
        lock (_lock)
        {
            _exit ??= exit;
            _loss ??= loss;
            _isDisposed |= isDisposed;
            List<Wait> waits = _waits ?? [];
            _waits = exit is null && loss is null ? [] : null;
            return waits;
        }
    }

    private void Remove(Wait wait)
    {
        lock (_lock)
        {
            _waits?.Remove(wait);
        }
    }

    private sealed class Wait(ExitWaits waits, string fileName) : Operation<ProcessExit>
    {
        public override string Description => $"end of '{fileName}'";

        public ValueTask<ProcessExit> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            waits.Remove(this);
            TrySetCanceled(cancellationToken);
        }
    }
}
