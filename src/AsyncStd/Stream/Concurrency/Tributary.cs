namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>One source among several that flow together: a task in a scope of its own waits for it, the consumer reads from it.</summary>
/// <remarks>
/// <para>Invariant: the enumerator belongs to one side at a time, as <c>_state</c> says. <c>Flowing</c>: to the task, which waits. <c>Offered</c>: to nobody; the task
/// has gone to sleep on this operation, and either side may take the enumerator by a compare-exchange: the consumer to read, the task because it is asked to stop.
/// <c>Reading</c>: to the consumer, for the time of one call. A request to stop that comes meanwhile leaves <c>ReadingUntilStop</c>, and the consumer passes it on.</para>
/// <para>Waiting takes no item, so whatever is stopped at whatever moment, each item is either with the consumer or still in the source.</para>
/// </remarks>
internal sealed class Tributary<T> : Operation<bool>, IWaiter
{
    private const int Flowing = 0;
    private const int Offered = 1;
    private const int Reading = 2;
    private const int ReadingUntilStop = 3;

    private readonly Confluence<T> _confluence;
    private readonly IAsyncEnumerable<T> _source;
    private readonly JoinHandle _task;
    private AsyncSequenceEnumerator<T>? _items;
    private Exception? _failure;
    private int _state;

    public Tributary(Confluence<T> confluence, IAsyncEnumerable<T> source, JoinHandle? scope)
    {
        _confluence = confluence;
        _source = source;
        _task = Bodies.Call(this, static self => self.FlowAsync()).Handle!;
        _task.SetParent(scope);
        _task.SetWaiter(this);
    }

    public override string Description => "demand for the next item";

    /// <summary>What the source failed with; valid once the task has ended. A task that was stopped before it began has a failure, too.</summary>
    public Exception? Failure => _failure ?? _task.Exception;

    public bool HasEnded => _task.IsCompleted;

    public JoinHandle Task => _task;

    /// <summary>Whether it is among those that the consumer reads from. Belongs to the consumer.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Begins to wait for the first item.</summary>
    public void Launch(Runtime runtime)
    {
        try
        {
            _task.Publish(runtime, null, 0);
        }
        catch (Exception) when (_task.IsCompleted)
        {
            // The runtime would not take it: it has ended with that.
        }
    }

    /// <summary>The consumer takes the next item, if it may and if there is one.</summary>
    /// <returns>Whether the source may have more. If not, it is waited for again, or it ends.</returns>
    /// <exception cref="Exception">What reading threw.</exception>
    public bool TryRead(out bool hasItem, out T? item)
    {
        hasItem = false;
        item = default;
        if (Interlocked.CompareExchange(ref _state, Reading, Offered) != Offered)
        {
            return false;
        }

        try
        {
            hasItem = _items!.TryRead(out item);
        }
        catch
        {
            GiveBack(goOn: false);
            throw;
        }

        if (!hasItem)
        {
            GiveBack(goOn: true);
        }
        else if (Interlocked.CompareExchange(ref _state, Offered, Reading) != Reading)
        {
            GiveBack(goOn: false); // asked to stop meanwhile
        }

        return hasItem;
    }

    /// <summary>The task has ended.</summary>
    void IWaiter.Wake(ScheduleReason reason) => _confluence.Add(this);

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, Flowing, Offered) == Offered)
            {
                TrySetCanceled(cancellationToken);
                return;
            }

            int state = Interlocked.CompareExchange(ref _state, ReadingUntilStop, Reading);
            if (state != Offered)
            {
                return; // the consumer passes it on, or has woken the task already
            }
        }
    }

    private void GiveBack(bool goOn)
    {
        bool isStopWanted = Interlocked.Exchange(ref _state, Flowing) == ReadingUntilStop;
        if (isStopWanted)
        {
            TrySetCanceled();
        }
        else
        {
            TrySetResult(goOn);
        }
    }

    private async Task FlowAsync()
    {
        try
        {
            _items = Enumeration.Begin(_source, Scope.Current.Token);
            while (await _items.WaitToReadAsync())
            {
                ValueTask<bool> demand = Start(default);
                Volatile.Write(ref _state, Offered);
                _confluence.Add(this);
                if (!await demand)
                {
                    break;
                }
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }

        try
        {
            await Shielded.DisposeAsync(_items);
        }
        catch (Exception e)
        {
            if (_failure is null or OperationCanceledException)
            {
                _failure = e;
            }
            else
            {
                _task.Owner!.ReportUnhandled(e, _task);
            }
        }
    }
}
