namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>One observer of a stream: the task that pulls and pushes, and what ends it.</summary>
/// <remarks>Invariant: <c>_state</c> goes from Idle to Calling and back by the pulling task alone, and once to Over, from which nothing leads back. Each
/// call to the observer needs the step from Idle to Calling; so none begins after <see cref="Dispose"/> has returned, and no two overlap.</remarks>
internal sealed class StreamSubscription<T>(IAsyncEnumerable<T> source, IObserver<T> observer) : IDisposable
{
    private const int Idle = 0;
    private const int Calling = 1;
    private const int Over = 2;

    private readonly CancellationTokenSource _disposal = new();
    private JoinHandle? _task;
    private Thread? _caller;
    private int _state;

    public void Start(Runtime runtime)
    {
        JoinHandle task = runtime.Spawn(this, static async self => await self.PullAsync(), "subscription");
        task.Detach();
        Volatile.Write(ref _task, task); // before anybody but the observer, in a call, can dispose the subscription
    }

    /// <summary>No call begins from now on; one that runs is not waited for. The source is told to stop.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, Over) == Over)
        {
            return;
        }

        if (Volatile.Read(ref _caller) == Thread.CurrentThread)
        {
            return; // from within a call: the task sees it next, and its clean-up is not to be disturbed
        }

        _disposal.Cancel();
        Volatile.Read(ref _task)?.RequestCancel();
    }

    private async Task PullAsync()
    {
        Exception? failure = null;
        try
        {
            await foreach (T element in source.WithCancellation(_disposal.Token))
            {
                if (!TryBeginCall())
                {
                    return;
                }

                try
                {
                    observer.OnNext(element);
                }
                catch
                {
                    Volatile.Write(ref _state, Over); // it has shown that it cannot take calls: the exception goes to whoever hears of unhandled ones
                    throw;
                }

                if (!TryEndCall())
                {
                    return;
                }
            }
        }
        catch (Exception e) when (Volatile.Read(ref _state) != Over)
        {
            failure = e;
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
        {
            return;
        }

        if (!TryBeginCall())
        {
            return;
        }

        if (failure is null)
        {
            observer.OnCompleted();
        }
        else
        {
            observer.OnError(failure);
        }

        TryEndCall();
    }

    private bool TryBeginCall()
    {
        Volatile.Write(ref _caller, Thread.CurrentThread);
        if (Interlocked.CompareExchange(ref _state, Calling, Idle) == Idle)
        {
            return true;
        }

        Volatile.Write(ref _caller, null);
        return false;
    }

    private bool TryEndCall()
    {
        Volatile.Write(ref _caller, null);
        return Interlocked.CompareExchange(ref _state, Idle, Calling) == Calling;
    }
}
