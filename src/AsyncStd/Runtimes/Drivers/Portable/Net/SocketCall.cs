namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Runtime.CompilerServices;

/// <summary>One call on a socket of the base class library, and the wait for it. Used again and again by its socket.</summary>
/// <remarks>
/// <para>The call is made first and becomes an operation only if it has to wait. A cancellation, or closing the socket, asks the base class library to stop; the
/// operation ends when that says how it went, so that what was received or sent is told and not lost.</para>
/// <para>Invariant: <c>_stop</c> is replaced only between two uses, by the user of the next one, so whoever stops a use that is over cancels a source that
/// nothing listens to, or at worst one that <see cref="Prepare"/> throws away.</para>
/// </remarks>
/// <typeparam name="TInner">What the base class library brings.</typeparam>
/// <typeparam name="TResult">What the caller gets.</typeparam>
internal abstract class SocketCall<TInner, TResult> : Operation<TResult>, IStoppableCall
{
    private readonly Action _resume;
    private CancellationTokenSource _stop = new();
    private CancellationToken _cancelledBy;
    private ConfiguredValueTaskAwaitable<TInner>.ConfiguredValueTaskAwaiter _awaiter;

    protected SocketCall(PortableSocket owner)
    {
        Owner = owner;
        _resume = Resume;
    }

    /// <summary>The socket whose call this is.</summary>
    protected PortableSocket Owner { get; }

    public void Stop() => Volatile.Read(ref _stop).Cancel();

    /// <summary>Begins a use.</summary>
    /// <returns>What stops the call that is about to be made.</returns>
    protected CancellationToken Prepare()
    {
        if (_stop.IsCancellationRequested)
        {
            Volatile.Write(ref _stop, new CancellationTokenSource());
        }

        Interlocked.MemoryBarrier(); // whoever closes the socket finds this source, or we find the socket closed
        Owner.ThrowIfClosed();
        return _stop.Token;
    }

    /// <summary>Takes what the base class library returned: a result, or something to wait for.</summary>
    protected ValueTask<TResult> Follow(ValueTask<TInner> inner, CancellationToken cancellationToken)
    {
        if (!inner.IsCompleted)
        {
            Owner.OnCallBegun();
            ValueTask<TResult> task = Start(cancellationToken);
            _awaiter = inner.ConfigureAwait(false).GetAwaiter();
            if (_awaiter.IsCompleted)
            {
                Resume();
            }
            else
            {
                _awaiter.UnsafeOnCompleted(_resume);
            }

            return task;
        }

        TResult result;
        try
        {
            result = Finish(inner.GetAwaiter().GetResult());
        }
        catch (Exception e)
        {
            return Fail(e);
        }

        return Succeed(result, cancellationToken);
    }

    /// <summary>The result is there already. It still costs budget: without, the awaiting code gives way first.</summary>
    protected ValueTask<TResult> Succeed(TResult result, CancellationToken cancellationToken)
    {
        if (Slice.TryConsume())
        {
            OnEnded();
            return new ValueTask<TResult>(result);
        }

        ValueTask<TResult> task = Start(cancellationToken);
        TrySetResult(result);
        return task;
    }

    /// <summary>The call has failed already.</summary>
    protected ValueTask<TResult> Fail(Exception failure)
    {
        Exception translated = Owner.Translate(failure, Description, _cancelledBy);
        OnEnded();
        return ValueTask.FromException<TResult>(translated);
    }

    /// <summary>Makes the caller's result. Runs on whatever thread the call ended on.</summary>
    protected abstract TResult Finish(TInner inner);

    /// <inheritdoc/>
    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        _cancelledBy = cancellationToken;
        _stop.Cancel();
    }

    /// <inheritdoc/>
    protected override void OnEnded() => _cancelledBy = default;

    private void Resume()
    {
        PortableSocket owner = Owner;
        TResult result;
        try
        {
            TInner inner = _awaiter.GetResult();
            _awaiter = default;
            result = Finish(inner);
        }
        catch (Exception e)
        {
            _awaiter = default;
            owner.OnCallEnded();
            TrySetException(owner.Translate(e, Description, _cancelledBy));
            return;
        }

        // Counted as ended before the caller goes on, who may give the socket away at once; and afterwards this may be in another use.
        owner.OnCallEnded();
        TrySetResult(result);
    }
}
