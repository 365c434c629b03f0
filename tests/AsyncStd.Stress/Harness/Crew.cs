namespace AsyncStdStress.Harness;

/// <summary>Threads that begin together and are waited for; what one throws fails the round at once.</summary>
internal sealed class Crew : IDisposable
{
    private readonly Round _round;
    private readonly List<Thread> _threads = [];
    private readonly ManualResetEventSlim _begin = new();

    public Crew(Round round) => _round = round;

    public void Add(Action action)
    {
        var thread = new Thread(() =>
        {
            _begin.Wait();
            try
            {
                action();
            }
            catch (Exception e)
            {
                _round.Fail($"threw {e}");
            }
        })
        {
            IsBackground = true,
            Name = _round.Scenario,
        };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>Lets them begin, and waits for them.</summary>
    public void Run()
    {
        _begin.Set();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    public void Dispose() => _begin.Dispose();
}
