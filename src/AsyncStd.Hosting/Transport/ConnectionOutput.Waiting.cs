namespace AsyncStd.Hosting;

using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

/// <summary>Waiting for room.</summary>
internal sealed partial class ConnectionOutput
{
    private ManualResetValueTaskSourceCore<FlushResult> _waiter;
    private CancellationTokenRegistration _registration;
    private bool _isWaiting;

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _registration.Dispose();
        return _waiter.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _waiter.OnCompleted(continuation, state, token, flags);

    private ValueTask<FlushResult> WaitForRoom(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isWaiting)
            {
                throw new InvalidOperationException("Another flush is under way.");
            }

            if (_cancelsNext || _queued < environment.Options.MaxWriteBufferSize)
            {
                return new ValueTask<FlushResult>(Result());
            }

            _waiter.Reset();
            _isWaiting = true;
        }

        _registration = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static (state, token) => ((ConnectionOutput)state!).CancelWait(token), this)
            : default;
        return new ValueTask<FlushResult>(this, _waiter.Version);
    }

    private void CancelWait(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _waiter.SetException(new OperationCanceledException(cancellationToken));
    }

    private void Wake() => _waiter.SetResult(new FlushResult(isCanceled: false, isCompleted: IsGone));
}
