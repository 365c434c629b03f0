namespace AsyncStd.Hosting;

using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>Sending: at once, and by the pump what could not be.</summary>
internal sealed partial class ConnectionOutput
{
    private const int MostParts = 64;

    private OutputSegment? _queue;
    private OutputSegment? _queueEnd;
    private long _queued;
    private bool _isPumping;
    private Task _pump = Task.CompletedTask;
    private bool _isGone;

    /// <summary>Ends when what was written so far is with the system, or never will be.</summary>
    public Task Drained => Volatile.Read(ref _pump);

    private bool IsGone => Volatile.Read(ref _isGone);

    /// <summary>Hands what was written to the system, or to the pump.</summary>
    /// <returns>Whether the writer may go on at once.</returns>
    private bool TryFlushNow()
    {
        OutputSegment? first = _first;
        if (first is null || _unflushed == 0)
        {
            return !Volatile.Read(ref _isPumping) || HasRoom();
        }

        if (IsGone)
        {
            DropWritten(first);
            return true;
        }

        if (Volatile.Read(ref _isPumping))
        {
            return Enqueue(first);
        }

        ValueTask<int> send = SendAsync(first);
        if (send.IsCompletedSuccessfully)
        {
            int sent = send.Result;
            if (sent == _unflushed)
            {
                DropWritten(first);
                return true;
            }

            send = new ValueTask<int>(sent);
        }

        StartPump(first, send);
        return HasRoom();
    }

    private bool Enqueue(OutputSegment first)
    {
        lock (_lock)
        {
            if (_isPumping)
            {
                _queueEnd!.Next = first;
                _queueEnd = _last;
                _queued += _unflushed;
                TakeWritten();
                return _queued < environment.Options.MaxWriteBufferSize;
            }
        }

        return TryFlushNow(); // it has just come to its end
    }

    private void StartPump(OutputSegment first, ValueTask<int> send)
    {
        _queue = first;
        _queueEnd = _last;
        _queued = _unflushed;
        TakeWritten();
        Volatile.Write(ref _isPumping, true);

        // It belongs to the connection and not to who happens to flush: to no task, but to the runtime.
        using (environment.Runtime.Enter())
        {
            Volatile.Write(ref _pump, PumpAsync(send));
        }
    }

    private async Task PumpAsync(ValueTask<int> send)
    {
        try
        {
            while (Sent(await send.ConfigureAwait(false)) is { } next)
            {
                send = SendAsync(next);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Lets go of what was sent, and wakes a writer that waits for room.</summary>
    /// <returns>What is to be sent next, or null: the pump has ended.</returns>
    private OutputSegment? Sent(int count)
    {
        OutputSegment? next = _queue;
        for (int left = count; left > 0;)
        {
            int here = Math.Min(left, next!.WrittenLength);
            next.Sent(here);
            left -= here;
            if (next.WrittenLength == 0 && next.Next is { } following)
            {
                next.Empty();
                next = following;
            }
        }

        bool wakes;
        lock (_lock)
        {
            _queue = next;
            _queued -= count;
            if (_queued == 0)
            {
                Discard(_queue);
                _queue = _queueEnd = null;
                Volatile.Write(ref _isPumping, false);
            }

            wakes = _isWaiting && _queued <= environment.Options.MaxWriteBufferSize / 2;
            _isWaiting &= !wakes;
            next = _queue;
        }

        if (wakes)
        {
            Wake();
        }

        return next;
    }

    private void Fail(Exception failure)
    {
        bool wakes;
        lock (_lock)
        {
            Volatile.Write(ref _isGone, true);
            Discard(_queue);
            _queue = _queueEnd = null;
            _queued = 0;
            Volatile.Write(ref _isPumping, false);
            wakes = _isWaiting;
            _isWaiting = false;
        }

        connection.OnSendFailed(failure);
        if (wakes)
        {
            Wake();
        }
    }

    private ValueTask<int> SendAsync(OutputSegment first)
    {
        if (first.Next is not null)
        {
            return SendManyAsync(first);
        }

        try
        {
            return socket.SendAsync(first.Written, CancellationToken.None);
        }
        catch (ObjectDisposedException e)
        {
            return ValueTask.FromException<int>(e); // aborted
        }
    }

    private async ValueTask<int> SendManyAsync(OutputSegment first)
    {
        var parts = new ReadOnlyMemory<byte>[MostParts];
        int count = 0;
        for (OutputSegment? segment = first; segment is not null && count < MostParts; segment = segment.Next)
        {
            parts[count++] = segment.Written;
        }

        return (int)await socket.SendAsync(parts.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
    }

    private void DropWritten(OutputSegment first)
    {
        Discard(first.Next);
        first.Empty();
        _spare = first;
        TakeWritten();
    }

    private void TakeWritten()
    {
        _first = _last = null;
        _unflushed = 0;
    }

    private bool HasRoom()
    {
        lock (_lock)
        {
            return _queued < environment.Options.MaxWriteBufferSize;
        }
    }
}
