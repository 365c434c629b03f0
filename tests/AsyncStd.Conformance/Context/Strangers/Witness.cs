namespace AsyncStdConformance.Context.Strangers;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Remembers where the code of somebody else ran, who knows nothing of runtimes: methods of the base class library's builder, with plain awaits.</summary>
public sealed class Witness
{
    private readonly Thread _home = Thread.CurrentThread;
    private readonly List<string> _elsewhere = [];
    private int _calls;
    private int _waits;

    /// <summary>How often it was asked.</summary>
    public int Calls => _calls;

    /// <summary>What ran on another thread than the one that made this, and on which.</summary>
    public IReadOnlyList<string> Elsewhere
    {
        get
        {
            lock (_elsewhere)
            {
                return [.. _elsewhere];
            }
        }
    }

    /// <summary>Says that code of the stranger's runs here.</summary>
    public void Here([CallerMemberName] string? member = null)
    {
        Interlocked.Increment(ref _calls);
        if (Thread.CurrentThread != _home)
        {
            lock (_elsewhere)
            {
                _elsewhere.Add($"{member} on {Thread.CurrentThread.Name ?? "a thread without a name"}");
            }
        }
    }

    /// <summary>Waits as the stranger does: each time in another way, and always so that a context brings it back.</summary>
    public async Task Wait([CallerMemberName] string? member = null)
    {
        Here(member);
        switch (Interlocked.Increment(ref _waits) % 3)
        {
            case 0:
                await Task.YieldNow();
                break;
            case 1:
                await Task.Yield();
                break;
            default:
                await Task.Sleep(TimeSpan.FromTicks(1));
                break;
        }

        Here(member);
    }

    /// <summary>A function of the stranger's that takes its time.</summary>
    public async Task<T> Give<T>(T value, [CallerMemberName] string? member = null)
    {
        await Wait(member);
        return value;
    }

    /// <summary>The same as a value task, which has a task inside.</summary>
    public async ValueTask<T> Lend<T>(T value, [CallerMemberName] string? member = null) => await Give(value, member);

    /// <summary>A function of the stranger's without a result.</summary>
    public async ValueTask Do([CallerMemberName] string? member = null) => await Wait(member);

    /// <summary>Waits for an operation of the library's, and sees where it ends.</summary>
    public async Task Ends(Task operation)
    {
        await operation.ContinueWith(_ => Here("the end"), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await operation;
    }

    /// <inheritdoc cref="Ends(Task)"/>
    public Task Ends(ValueTask operation) => Ends(operation.AsTask());

    /// <inheritdoc cref="Ends(Task)"/>
    public async Task<T> Ends<T>(ValueTask<T> operation)
    {
        Task<T> task = operation.AsTask();
        await Ends(task);
        return await task;
    }
}
