namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>Serves the sockets of code that runs on no worker of ours: one thread for the process, started when the first such code waits.</summary>
internal static class EpollThread
{
    private static readonly OnDemand<EpollReactor> s_reactor = new(Start);

    /// <summary>The thread's reactor. It never ends.</summary>
    public static EpollReactor Reactor => s_reactor.Value;

    /// <summary>Whether a reactor is this one.</summary>
    public static bool Serves(EpollReactor reactor) => s_reactor.Existing == reactor;

    private static EpollReactor Start()
    {
        var reactor = new EpollReactor(isAlwaysServed: true);
        bool has = reactor.TryTakeTurn();
        System.Diagnostics.Debug.Assert(has, "Nobody else knows it yet.");
        var thread = new Thread(() => Serve(reactor))
        {
            IsBackground = true,
            Name = "async-std/epoll",
        };
        thread.UnsafeStart();
        return reactor;
    }

    private static void Serve(EpollReactor reactor)
    {
        while (true)
        {
            reactor.Wait(Timeout.Infinite);
            reactor.Dispatch();
        }
    }
}
