namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>Signals by way of the base class library, on every system.</summary>
/// <remarks>Invariant, under the lock: a wait is under way only while no signal is pending. Whoever brings a signal takes the wait and completes it outside; each kind of signal is pending once at most.</remarks>
internal sealed class SignalListener : ISignalListener
{
    private readonly Lock _lock = new();
    private readonly Queue<PosixSignal> _pending = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Wait? _wait;
    private bool _isDisposed;

    public SignalListener(ReadOnlySpan<PosixSignal> signals)
    {
        if (signals.IsEmpty)
        {
            throw new ArgumentException("No signal is named.", nameof(signals));
        }

        try
        {
            foreach (PosixSignal signal in signals)
            {
                _registrations.Add(Register(signal));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ValueTask<PosixSignal> WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<PosixSignal>(cancellationToken);
        }

        Wait wait = new(this);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ISignalListener));
            if (_wait is not null)
            {
                throw new InvalidOperationException("Another wait for a signal is under way.");
            }

            if (_pending.TryDequeue(out PosixSignal signal))
            {
                wait.TrySetResult(signal);
                return wait.Begin(CancellationToken.None);
            }

            _wait = wait;
        }

        return wait.Begin(cancellationToken);
    }

    public void Dispose()
    {
        Wait? wait;
        lock (_lock)
        {
            _isDisposed = true;
            wait = _wait;
            _wait = null;
        }

        wait?.TrySetException(new ObjectDisposedException(nameof(ISignalListener)));
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PosixSignalRegistration Register(PosixSignal signal)
    {
        try
        {
            return PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Deliver(signal);
            });
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new ArgumentException($"The signal {signal} cannot be caught: {e.Message}", nameof(signal), e);
        }
        catch (PlatformNotSupportedException e)
        {
            throw new NotSupportedException($"This system has no signal {signal}.", e);
        }
    }

    private void Deliver(PosixSignal signal)
    {
        Wait? wait;
        lock (_lock)
        {
            wait = _wait;
            _wait = null;
            if (wait is null && !_isDisposed && !_pending.Contains(signal))
            {
                _pending.Enqueue(signal);
            }
        }

        wait?.TrySetResult(signal);
    }

    private sealed class Wait(SignalListener listener) : Operation<PosixSignal>
    {
        public override string Description => "signal";

        public ValueTask<PosixSignal> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            lock (listener._lock)
            {
                if (!ReferenceEquals(listener._wait, this))
                {
                    return; // a signal is on its way to it
                }

                listener._wait = null;
            }

            TrySetCanceled(cancellationToken);
        }
    }
}
