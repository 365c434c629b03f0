namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;

/// <summary>Counts how the branches of a combinator begin and end.</summary>
internal sealed class Probe
{
    private int _begun;
    private int _ended;

    public int Begun => Volatile.Read(ref _begun);

    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Runs until it is stopped.</summary>
    public async ValueTask<T> Forever<T>(T never = default!)
    {
        Interlocked.Increment(ref _begun);
        try
        {
            await Task.Sleep(Timeout.InfiniteTimeSpan);
            return never;
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }

    /// <summary>Runs until it is stopped, and then fails.</summary>
    public async ValueTask<T> FailingInCleanUp<T>(string message)
    {
        try
        {
            return await Forever<T>();
        }
        catch (OperationCanceledException)
        {
            throw new IOException(message);
        }
    }

    /// <summary>Runs until it is stopped, and then has a result all the same.</summary>
    public async ValueTask<T> Late<T>(T result)
    {
        try
        {
            return await Forever<T>();
        }
        catch (OperationCanceledException)
        {
            return result;
        }
    }

    /// <summary>Runs until it is released, whoever asks it to stop.</summary>
    public async ValueTask<T> Stubborn<T>(T result, Task release)
    {
        Interlocked.Increment(ref _begun);
        await release;
        Interlocked.Increment(ref _ended);
        return result;
    }

    /// <summary>Fails after a while.</summary>
    public async ValueTask<T> Failing<T>(string message)
    {
        Interlocked.Increment(ref _begun);
        await Task.Sleep(TimeSpan.FromTicks(1));
        Interlocked.Increment(ref _ended);
        throw new IOException(message);
    }

    /// <summary>Has a result after a while.</summary>
    public async ValueTask<T> Soon<T>(T result)
    {
        Interlocked.Increment(ref _begun);
        await Task.Sleep(TimeSpan.FromTicks(1));
        Interlocked.Increment(ref _ended);
        return result;
    }
}
