namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using AsyncStd.Task;

/// <summary>What can be received from a channel.</summary>
internal sealed class ChannelEnumerator<T>(ChannelReader<T> channel, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private ReadyItems _ready;
    private bool _isDisposed;

    /// <summary>It was the budget that made the last read find nothing.</summary>
    private bool _mustGiveWay;

    internal override bool BeginsNothing => true;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (_isDisposed)
        {
            return false;
        }

        _mustGiveWay = !_ready.TryTake(cancellationToken);
        return !_mustGiveWay && channel.TryRead(out item);
    }

    public override ValueTask<bool> WaitToReadAsync()
        => _isDisposed ? default : _mustGiveWay ? _ready.GiveWayAsync(cancellationToken) : WaitForChannel();

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return default;
    }

    /// <summary>The channel knows only tokens; the scope must end the wait, too. A wait that is left alone takes nothing.</summary>
    private ValueTask<bool> WaitForChannel()
    {
        Scope scope = Scope.Current;
        if (scope.IsNone || cancellationToken == scope.Token)
        {
            return channel.WaitToReadAsync(cancellationToken);
        }

        if (!cancellationToken.CanBeCanceled)
        {
            return channel.WaitToReadAsync(scope.Token);
        }

        ValueTask<bool> wait = channel.WaitToReadAsync(cancellationToken);
        return wait.IsCompleted ? wait : new ForeignTaskWait<bool>().For(wait.AsTask());
    }
}
