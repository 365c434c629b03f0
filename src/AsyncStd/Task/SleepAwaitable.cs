namespace AsyncStd.Task;

using System.ComponentModel;
using Task = System.Threading.Tasks.Task;

/// <summary>What <c>Task.Sleep</c> returns: await it, or use it as a <see cref="Task"/> or <see cref="ValueTask"/>.</summary>
/// <remarks>The time begins to run when it is awaited or converted. Each await waits anew.</remarks>
public readonly struct SleepAwaitable
{
    private readonly TimeSpan _delay;
    private readonly CancellationToken _token;

    internal SleepAwaitable(TimeSpan delay, CancellationToken token)
    {
        _delay = delay;
        _token = token;
    }

    /// <summary>Begins the wait; the compiler's business.</summary>
    /// <returns>An awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SleepAwaiter GetAwaiter() => new(SleepOperation.Rent(_delay, _token));

    /// <summary>The wait as a <see cref="Task"/>, which begins now.</summary>
    /// <returns>A task that ends when the time has passed.</returns>
    public Task AsTask() => SleepTaskSource.Start(_delay, _token);

    /// <summary>The wait as a <see cref="ValueTask"/>, which begins now.</summary>
    /// <returns>A value task that ends when the time has passed.</returns>
    public ValueTask AsValueTask() => new(AsTask());

    /// <summary>The wait as a <see cref="Task"/>, which begins now.</summary>
    /// <param name="sleep">The wait.</param>
    public static implicit operator Task(SleepAwaitable sleep) => sleep.AsTask();

    /// <summary>The wait as a <see cref="ValueTask"/>, which begins now.</summary>
    /// <param name="sleep">The wait.</param>
    public static implicit operator ValueTask(SleepAwaitable sleep) => sleep.AsValueTask();
}
