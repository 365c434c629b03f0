namespace AsyncStd.Runtimes;

/// <summary>The clock of a current-thread runtime: runs with the system's, or stands still and jumps from deadline to deadline.</summary>
/// <remarks>
/// <para>Paused, time moves by <see cref="Advance"/>, and by itself when nothing is left to do: if no task can run, no blocking call
/// is outstanding and nobody holds the clock, it jumps to the next deadline. An hour's sleep takes no time, and tests need no real waiting.</para>
/// <para>Thread-safe, but meant to be steered from the runtime's own tasks.</para>
/// </remarks>
/// <example><code>
/// await using Runtime runtime = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Configure(o => o.StartPaused = true).Build();
/// runtime.BlockOn(async () => await Task.Sleep(TimeSpan.FromDays(365)));
/// </code></example>
public abstract class PausableClock : TimeProvider
{
    private protected PausableClock()
    {
    }

    /// <summary>Whether time stands still.</summary>
    public abstract bool IsPaused { get; }

    /// <summary>Stops time. Timers keep their distance to now.</summary>
    /// <exception cref="InvalidOperationException">Time stands still already.</exception>
    public abstract void Pause();

    /// <summary>Lets time run on, from where it stands.</summary>
    /// <exception cref="InvalidOperationException">Time is running.</exception>
    public abstract void Resume();

    /// <summary>Moves a paused clock, firing what is due on the way at its own moment and in its order; the tasks so woken run afterwards.</summary>
    /// <param name="time">How far, zero or more.</param>
    /// <exception cref="InvalidOperationException">Time is running.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Time cannot go back.</exception>
    public abstract void Advance(TimeSpan time);

    /// <summary>Keeps a paused clock from jumping by itself until the result is disposed: for waits on something outside the runtime.</summary>
    /// <returns>Dispose it to let go; twice does no harm.</returns>
    public abstract IDisposable Hold();
}
