namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Runtimes;

/// <summary>A channel that holds one message, from one sender to one receiver: as little as request and reply need.</summary>
/// <remarks>
/// <para>Every change of the state is a compare-and-swap, so each side may lose against the other or against a cancellation, and looks again. Only
/// the receiver enters and leaves <c>Moving</c>. <c>Closed</c> and <c>FullAndClosed</c> come after the last message.</para>
/// <para><c>_message</c> is written in <c>Empty</c> by the sender and in <c>Moving</c> by the receiver, and read by the receiver while it is full:
/// never by both at once. A wait is ended after the state has changed, so whoever is resumed finds the channel ready.</para>
/// <para><em>Cancellation</em>: a wait that is given up takes its state back, if the other side has not come first; a message is then
/// still in the slot, or was never sent.</para>
/// </remarks>
internal sealed class OneSlotChannel<T>
    where T : struct
{
    private const int Empty = 0;
    private const int Full = 1;
    private const int ReceiverWaits = 2;
    private const int SenderWaits = 3;
    private const int Moving = 4;
    private const int Closed = 5;
    private const int FullAndClosed = 6;

    private readonly ReceiveWait _receiver;
    private readonly SendWait _sender;
    private int _state;
    private T _message;

    /// <summary>What a waiting sender brings.</summary>
    private T _next;

    public OneSlotChannel()
    {
        _receiver = new ReceiveWait(this);
        _sender = new SendWait(this);
    }

    /// <summary>Sends a message; waits while the slot is taken.</summary>
    public ValueTask SendAsync(T message)
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Empty:
                    _message = message;
                    if (TryMove(Empty, Full))
                    {
                        return default;
                    }

                    break;

                case ReceiverWaits when TryMove(ReceiverWaits, Empty):
                    _receiver.TrySetResult(message);
                    return default;

                case Full:
                    _next = message;
                    if (TryMove(Full, SenderWaits))
                    {
                        return _sender.Begin();
                    }

                    break;

                case Closed or FullAndClosed or SenderWaits:
                    throw new InvalidOperationException("The channel is closed, or a second sender uses it.");
            }
        }
    }

    /// <summary>Takes the message; waits while there is none. Null after the last.</summary>
    public ValueTask<T?> ReceiveAsync()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Full:
                    T message = _message;
                    if (TryMove(Full, Empty))
                    {
                        return new ValueTask<T?>(message);
                    }

                    break;

                case Empty:
                    if (TryMove(Empty, ReceiverWaits))
                    {
                        return _receiver.Begin();
                    }

                    break;

                case SenderWaits when TryMove(SenderWaits, Moving):
                    T first = _message;
                    _message = _next;
                    Volatile.Write(ref _state, Full);
                    _sender.TrySetResult(default);
                    return new ValueTask<T?>(first);

                case FullAndClosed:
                    Volatile.Write(ref _state, Closed);
                    return new ValueTask<T?>(_message);

                case Closed:
                    return default;

                case ReceiverWaits:
                    throw new InvalidOperationException("A second receiver uses the channel.");
            }
        }
    }

    /// <summary>No message comes any more. The sender's call.</summary>
    public void Close()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case ReceiverWaits when TryMove(ReceiverWaits, Closed):
                    _receiver.TrySetResult(null);
                    return;

                case Empty when TryMove(Empty, Closed):
                case Full when TryMove(Full, FullAndClosed):
                case Closed or FullAndClosed:
                    return;
            }
        }
    }

    private bool TryMove(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;

    private sealed class ReceiveWait(OneSlotChannel<T> channel) : Operation<T?>
    {
        public override string Description => "receive";

        public ValueTask<T?> Begin() => Start(CancellationToken.None);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            if (channel.TryMove(ReceiverWaits, Empty))
            {
                TrySetCanceled(cancellationToken);
            }
        }
    }

    private sealed class SendWait(OneSlotChannel<T> channel) : Operation<bool>
    {
        public override string Description => "send";

        public ValueTask Begin() => StartWithoutResult(CancellationToken.None);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            if (channel.TryMove(SenderWaits, Full))
            {
                TrySetCanceled(cancellationToken);
            }
        }
    }
}
