namespace Samples.Tour;

using System.Runtime.ExceptionServices;

/// <summary>Threads that do the same, each with its number; what the blocking forms use for what waits.</summary>
internal sealed class Threads
{
    private readonly List<Thread> _threads = [];
    private Exception? _failure;

    private Threads()
    {
    }

    public static Threads Start(int count, Action<int> body)
    {
        var result = new Threads();
        for (var i = 0; i < count; i++)
        {
            var number = i;
            result.Add(() => body(number));
        }

        return result;
    }

    /// <summary>Waits for all of them, and throws what the first one to fail has thrown.</summary>
    public void Join()
    {
        _threads.ForEach(thread => thread.Join());
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void Add(Action body)
    {
        var thread = new Thread(() => Guard(body)) { IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
        }
    }
}
