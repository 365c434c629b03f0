namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>Receiving from a broadcast or a watch. Each costs budget, and who has none left gives way, or stops if his task is to stop.</summary>
internal static class MessageSource
{
    /// <summary>The next message if that needs no wait.</summary>
    /// <exception cref="LaggedException">Messages were missed.</exception>
    public static TryReceiveResult TryReceive<T>(IMessageSource<T> source, [MaybeNull] out T item)
    {
        source.Gate.Enter();
        TryReceiveResult result = source.Take(out T? taken, out long missed, out ChannelCompletion? ended);
        source.Gate.Exit();
        ended?.End(source.Error);
        item = taken!;
        return missed == 0 ? result : throw new LaggedException(missed);
    }

    public static ValueTask<T> ReceiveAsync<T>(IMessageSource<T> source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<T>(Refused.AskedToStop(source, asked));
        }

        ReceiveWait<T>? wait = null;
        source.Gate.Enter();
        TryReceiveResult result = source.Take(out T? item, out long missed, out ChannelCompletion? ended);
        if (result == TryReceiveResult.Empty)
        {
            wait = RentReceive(source);
            source.Enqueue(wait);
        }

        source.Gate.Exit();
        ended?.End(source.Error);
        if (wait is null)
        {
            if (missed > 0)
            {
                return ValueTask.FromException<T>(new LaggedException(missed));
            }

            if (result == TryReceiveResult.Closed)
            {
                return ValueTask.FromException<T>(source.ReceiveFailure());
            }

            if (mayPass)
            {
                return new ValueTask<T>(item!);
            }

            wait = RentReceive(source);
            wait.Item = item;
            wait.End(WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>The next message of an enumeration, which a gap ends.</summary>
    public static ValueTask<bool> MoveNextAsync<T>(IMessageSource<T> source, MessageEnumerator<T> target, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<bool>(Refused.AskedToStop(source, asked));
        }

        NextWait<T>? wait = null;
        source.Gate.Enter();
        TryReceiveResult result = source.Take(out T? item, out long missed, out ChannelCompletion? ended);
        if (result == TryReceiveResult.Empty)
        {
            wait = RentNext(source, target);
            source.Enqueue(wait);
        }

        source.Gate.Exit();
        ended?.End(source.Error);
        if (wait is null)
        {
            if (missed > 0)
            {
                target.IsOver = true;
                return ValueTask.FromException<bool>(new LaggedException(missed));
            }

            if (result == TryReceiveResult.Closed)
            {
                return source.Error is { } error ? ValueTask.FromException<bool>(error) : default;
            }

            if (mayPass)
            {
                target.Current = item!;
                return new ValueTask<bool>(true);
            }

            wait = RentNext(source, target);
            wait.Item = item;
            wait.HasItem = true;
            wait.End(WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    /// <summary>Waits until there is a message, or a gap.</summary>
    public static ValueTask<bool> WaitToReadAsync<T>(IMessageSource<T> source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        if (!mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked))
        {
            return ValueTask.FromException<bool>(Refused.AskedToStop(source, asked));
        }

        source.Gate.Enter();
        TryReceiveResult result = source.Look();
        bool isReady = result == TryReceiveResult.Received;
        if (result != TryReceiveResult.Empty && mayPass)
        {
            source.Gate.Exit();
            return isReady ? new ValueTask<bool>(true) : source.Error is { } error ? ValueTask.FromException<bool>(error) : default;
        }

        ReadyWait wait = ReadyWait.Rent(source);
        wait.Kind = WaitKind.ReadyToReceive;
        if (result == TryReceiveResult.Empty)
        {
            source.Enqueue(wait);
        }

        source.Gate.Exit();
        if (result != TryReceiveResult.Empty)
        {
            wait.IsReady = isReady;
            wait.End(!isReady && source.Error is not null ? WaitOutcome.Refused : WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    private static ReceiveWait<T> RentReceive<T>(IMessageSource<T> source)
    {
        ReceiveWait<T> wait = ReceiveWait<T>.Rent(source);
        wait.Kind = WaitKind.ReceiveFromSource;
        return wait;
    }

    private static NextWait<T> RentNext<T>(IMessageSource<T> source, MessageEnumerator<T> target)
    {
        NextWait<T> wait = NextWait<T>.Rent(source);
        wait.Kind = WaitKind.NextFromSource;
        wait.Target = target;
        return wait;
    }
}
