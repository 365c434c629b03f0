namespace AsyncStdStress.Harness;

/// <summary>Fails a scenario that stands still: a lost wake-up shows as a hang and nothing else.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly object _lock = new();
    private readonly Round _round;
    private readonly Thread _thread;
    private bool _over;

    public Watchdog(Round round)
    {
        _round = round;
        _thread = new Thread(Watch) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _over = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join();
    }

    private void Watch()
    {
        lock (_lock)
        {
            long seen = -1;
            while (!_over)
            {
                if (_round.Operations == seen)
                {
                    _round.Fail($"stood still for {s_patience.TotalSeconds} s");
                }

                seen = _round.Operations;
                Monitor.Wait(_lock, s_patience);
            }
        }
    }
}
