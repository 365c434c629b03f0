namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>Waits for the first of several things: a message, room for one, a time, the end of a task. Those that are not first have no effect.</summary>
/// <remarks>
/// <para>Exactly one branch wins. No message is taken by a branch that loses, none is sent by one, and a task that loses goes on. This is what <c>Task.Select</c> over functions cannot
/// promise, where two functions may have received by the time that one of them is the first.</para>
/// <para>Of several branches that could win at once one is chosen at random, so that none starves; with <see cref="InOrder"/> the first. A time wins only if nothing else could.</para>
/// <para>A branch whose channel is closed (for a receive: and drained) is left out, from then on, unless it says what to do then.</para>
/// <para>It may be run any number of times, one after another: build it once, before a loop. A time begins anew with each run.</para>
/// </remarks>
/// <typeparam name="TResult">What the functions of the branches give.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (numbers, fromNumbers) = Channel.Bounded&lt;int&gt;(4);
/// var (words, fromWords) = Channel.Bounded&lt;string&gt;(4);
/// await words.SendAsync("forty-two");
///
/// string got = await Channel.Select&lt;string&gt;()
///     .Receive(fromNumbers, number => $"the number {number}")
///     .Receive(fromWords, word => $"the word {word}")
///     .After(TimeSpan.FromSeconds(1), () => "nothing for a second")
///     .RunAsync();
/// Console.WriteLine(got); // the word forty-two
/// </code></example>
public sealed class ChannelSelect<TResult>
{
    private readonly List<SelectBranch> _branches = [];
    private bool _inOrder;
    private int _isRunning;

    internal ChannelSelect()
    {
    }

    /// <summary>Adds a branch that receives a message.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="receiver">Where from.</param>
    /// <param name="onMessage">Gets the message if the branch wins; runs in the calling code, after the wait.</param>
    /// <param name="onClosed">Is called if the channel is closed and drained; null leaves the branch out then.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ObjectDisposedException">The receiver was disposed of.</exception>
    public ChannelSelect<TResult> Receive<T>(Receiver<T> receiver, Func<T, TResult> onMessage, Func<TResult>? onClosed = null)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(onMessage);
        return Add(new ReceiveBranch<T, TResult>(receiver, onMessage, onClosed));
    }

    /// <summary>Adds a branch that sends a message.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="sender">Where to.</param>
    /// <param name="item">The message; it is sent if and only if the branch wins, in each run.</param>
    /// <param name="onSent">Is called if the branch wins; runs in the calling code, after the wait.</param>
    /// <param name="onClosed">Is called if the channel is closed; null leaves the branch out then.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ObjectDisposedException">The sender was disposed of.</exception>
    public ChannelSelect<TResult> Send<T>(Sender<T> sender, T item, Func<TResult> onSent, Func<TResult>? onClosed = null)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(onSent);
        return Add(new SendBranch<T, TResult>(sender, item, onSent, onClosed));
    }

    /// <summary>Adds a branch that wins when a time has passed and no other has won.</summary>
    /// <param name="delay">The time, from the beginning of the run; zero wins at once if no other does. <see cref="Timeout.InfiniteTimeSpan"/> never wins.</param>
    /// <param name="onElapsed">Is called if the branch wins; runs in the calling code, after the wait.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is below zero and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public ChannelSelect<TResult> After(TimeSpan delay, Func<TResult> onElapsed)
    {
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A delay is zero or more time, or Timeout.InfiniteTimeSpan.");
        }

        ArgumentNullException.ThrowIfNull(onElapsed);
        return Add(new TimerBranch<TResult>(delay, onElapsed));
    }

    /// <summary>Adds a branch that wins when a task has ended. The task goes on if the branch loses.</summary>
    /// <param name="task">The task, or a handle.</param>
    /// <param name="onEnded">Is called if the branch wins; runs in the calling code, after the wait. If the task has failed its exception is thrown instead.</param>
    /// <returns>The same object.</returns>
    public ChannelSelect<TResult> When(Task task, Func<TResult> onEnded)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(onEnded);
        return Add(new TaskBranch<TResult>(task, onEnded));
    }

    /// <inheritdoc cref="When(Task, Func{TResult})"/>
    /// <typeparam name="T">The type of the task's result.</typeparam>
    public ChannelSelect<TResult> When<T>(Task<T> task, Func<T, TResult> onEnded)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(onEnded);
        return Add(new TaskBranch<T, TResult>(task, onEnded));
    }

    /// <inheritdoc cref="When(Task, Func{TResult})"/>
    /// <typeparam name="T">The type of the task's result.</typeparam>
    public ChannelSelect<TResult> When<T>(JoinHandle<T> task, Func<T, TResult> onEnded)
    {
        ArgumentNullException.ThrowIfNull(task);
        return When((Task<T>)task, onEnded);
    }

    /// <summary>Of several branches that could win at once, the one that was added first does; a later one may starve.</summary>
    /// <returns>The same object.</returns>
    public ChannelSelect<TResult> InOrder()
    {
        _inOrder = true;
        return this;
    }

    /// <summary>Waits until one branch has won, and calls its function.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the function gave. It must be awaited, once.</returns>
    /// <exception cref="ChannelClosedException">All branches are about channels, and all of these are closed.</exception>
    /// <exception cref="InvalidOperationException">There is no branch, or it runs already.</exception>
    /// <exception cref="ObjectDisposedException">The receiver or the sender of a branch was disposed of, and no branch before it could win at once. Nothing was taken or sent.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks>
    /// <para>What the function of the winner throws, and the failure of a task that wins, is thrown here; the message that the function was given has been received then.</para>
    /// <para><em>Cancellation</em>: no branch has had an effect. If one had won just before, its result is given and the call succeeds.</para>
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Slice.TryConsume())
            {
                await default(YieldNowAwaitable); // a select whose branches are always ready gives way, too
            }

            Prepare();
            while (true)
            {
                SelectBranch? winner = TryNow() ?? (HasBranches ? await WaitAsync(cancellationToken) : throw AllClosed());
                if (!winner.IsClosed || winner.TellsEnd)
                {
                    return ((ISelectResult<TResult>)winner).Result();
                }

                winner.IsOff = true;
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets a branch win that can without a wait, and calls its function.</summary>
    /// <param name="result">What the function gave.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">There is no branch, or it runs already.</exception>
    /// <exception cref="ObjectDisposedException">The receiver or the sender of a branch was disposed of, and no branch before it could win. Nothing was taken or sent.</exception>
    /// <remarks>What the function of the winner throws, and the failure of a task that wins, is thrown here. That all channels are closed is no error: none could win.</remarks>
    public bool TryRun([MaybeNullWhen(false)] out TResult result)
    {
        Enter();
        try
        {
            Prepare();
            while (TryNow() is { } winner)
            {
                if (!winner.IsClosed || winner.TellsEnd)
                {
                    result = ((ISelectResult<TResult>)winner).Result();
                    return true;
                }

                winner.IsOff = true;
            }

            result = default;
            return false;
        }
        finally
        {
            Leave();
        }
    }

    private bool HasBranches => _branches.Exists(static branch => !branch.IsOff);

    private static ChannelClosedException AllClosed() => new("There is nothing to wait for: the channels of all branches are closed.");

    private ChannelSelect<TResult> Add(SelectBranch branch)
    {
        if (Volatile.Read(ref _isRunning) != 0)
        {
            throw new InvalidOperationException("A select that is running takes no more branches.");
        }

        branch.Index = _branches.Count;
        _branches.Add(branch);
        return this;
    }

    private void Enter()
    {
        if (_branches.Count == 0)
        {
            throw new InvalidOperationException("A select needs a branch.");
        }

        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException("This select is running already; make another one.");
        }
    }

    private void Leave()
    {
        foreach (SelectBranch branch in _branches)
        {
            branch.Reset();
        }

        Volatile.Write(ref _isRunning, 0);
    }

    private void Prepare()
    {
        foreach (SelectBranch branch in _branches)
        {
            branch.Prepare();
        }
    }

    private SelectBranch? TryNow()
    {
        SelectBranch? last = null;
        int first = FirstIndex();
        for (int i = 0; i < _branches.Count; i++)
        {
            SelectBranch branch = _branches[(first + i) % _branches.Count];
            if (branch.IsOff)
            {
                continue;
            }

            if (branch.IsLast)
            {
                last ??= branch.TryNow() ? branch : null;
            }
            else if (branch.TryNow())
            {
                return branch;
            }
        }

        return last;
    }

    /// <summary>Begins to wait at all branches, and takes all back when one has won or nobody waits any longer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SelectBranch> WaitAsync(CancellationToken cancellationToken)
    {
        int first = FirstIndex();
        SelectWait wait = SelectWait.Rent(SelectWait.SharedHost);
        var state = new SelectState();
        wait.State = state;
        try
        {
            // Times first: a runtime may refuse a timer, and that must not throw once a branch can have been brought a message.
            BeginAll(wait, first, isLast: true);
            BeginAll(wait, first, isLast: false);
            ValueTask<int> winner = wait.Start(cancellationToken);
            return _branches[await winner];
        }
        finally
        {
            foreach (SelectBranch branch in _branches)
            {
                branch.Unregister();
            }
        }
    }

    private void BeginAll(SelectWait wait, int first, bool isLast)
    {
        SelectState state = wait.State!;
        for (int i = 0; i < _branches.Count && !state.IsTaken; i++)
        {
            SelectBranch branch = _branches[(first + i) % _branches.Count];
            if (!branch.IsOff && branch.IsLast == isLast)
            {
                branch.Begin(wait);
            }
        }
    }

    private int FirstIndex() => _inOrder || _branches.Count == 1 ? 0 : (Ambient.Runtime?.Entropy ?? PoolRuntime.Shared.Entropy).Next(_branches.Count);
}
