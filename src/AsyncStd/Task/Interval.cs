namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Ticks again and again, one period apart, without drift: <c>Task.Interval</c> makes one. Await <see cref="TickAsync"/> in a loop, or enumerate it.</summary>
/// <remarks>
/// <para>Ticks keep to a schedule that was fixed when the interval was made, on the clock of the runtime that made it: how long the work between two ticks takes, or how
/// late a timer fires, does not add up. A tick never comes early. <see cref="MissedTicks"/> says what happens if the work takes longer than a period.</para>
/// <para>A tick has a number. The first is 0; with <see cref="MissedTicks.Skip"/> the numbers of dropped ticks are missing.</para>
/// <para>One caller waits at a time. While nobody does, no timer runs: an interval may just be let go.</para>
/// <para><em>Cancellation</em>: a cancelled wait loses no tick. Whoever waits next gets it, when it is due.</para>
/// </remarks>
/// <example><code>
/// await foreach (long number in Task.Interval(TimeSpan.FromMilliseconds(5)))
/// {
///     Console.WriteLine($"tick {number}");
///     if (number == 3)
///     {
///         break;
///     }
/// }
/// </code></example>
public sealed partial class Interval : IAsyncEnumerable<long>, IDisposable
{
    private readonly Runtime _runtime;

    internal Interval(Runtime runtime, TimeSpan period, TimeSpan firstAfter, MissedTicks missedTicks)
    {
        _runtime = runtime;
        _origin = runtime.Clock.GetTimestamp();
        _due = firstAfter;
        _wait = new IntervalWait(this);
        _timer = new IntervalTimer(this);
        Period = period;
        MissedTicks = missedTicks;
    }

    /// <summary>The time from one tick to the next.</summary>
    public TimeSpan Period { get; }

    /// <summary>What happens to ticks that came while nobody waited for one.</summary>
    public MissedTicks MissedTicks { get; }

    /// <summary>Waits for the next tick; at once, if it is due already.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of the tick. Await it, once.</returns>
    /// <exception cref="InvalidOperationException">Somebody waits for a tick of this interval already.</exception>
    /// <exception cref="ObjectDisposedException">The interval was disposed, before or during the wait.</exception>
    /// <exception cref="OperationCanceledException">Thrown by the await: the token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait loses no tick. Whoever waits next gets it, when it is due.</remarks>
    public ValueTask<long> TickAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        ObjectDisposedException.ThrowIf(!TryBeginWait(), this);
        return _wait.Begin(cancellationToken);
    }

    /// <summary>Begins the schedule anew: the next tick comes one period from now. Who is waiting waits for that one.</summary>
    /// <remarks>Ticks that were missed are forgotten. Numbers go on.</remarks>
    /// <exception cref="ObjectDisposedException">The interval was disposed.</exception>
    public void Reset() => MoveTo(Period);

    /// <summary>Begins the schedule anew: the next tick comes after a time, those after it each a period later. Who is waiting waits for that one.</summary>
    /// <param name="after">How long from now; zero is at once.</param>
    /// <remarks>Ticks that were missed are forgotten. Numbers go on.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
    /// <exception cref="ObjectDisposedException">The interval was disposed.</exception>
    public void Reset(TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        MoveTo(after);
    }

    /// <summary>Waits for tick after tick, until the interval is disposed or the wait is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The numbers of the ticks.</returns>
    /// <remarks>
    /// <para>Leaving the loop does not dispose the interval: a second enumeration goes on where the first stopped.</para>
    /// <para><em>Cancellation</em>: ends the enumeration with an <see cref="OperationCanceledException"/>; no tick is lost.</para>
    /// </remarks>
    public IAsyncEnumerator<long> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new IntervalEnumerator(this, cancellationToken);

    /// <summary>Stops ticking: enumerations end, a wait throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => End();

    internal ValueTask<bool> MoveNextAsync(IntervalEnumerator enumerator, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : TryBeginWait() ? _wait.BeginMove(enumerator, cancellationToken)
            : default;
}
