namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>What the monitor remembers of a worker from look to look. Only the monitor's thread touches it.</summary>
internal sealed class WatchedWorker(Worker worker)
{
    /// <summary>How long after the look that found a section open another thread takes the worker over: looks are a millisecond apart, so this is at the next one.</summary>
    private const int TakeOverMicroseconds = 800;

    /// <summary>The same if the thread does not wait for anything: then only to let others of that worker have their turn.</summary>
    private const int TakeOverComputingMicroseconds = 10_000;

    /// <summary>How long to wait for a thread that was asked to take over before asking again.</summary>
    private const int PatienceMicroseconds = 20_000;

    /// <summary>How long a slice may block before it is reported. The wait hook, which knows more, is quicker.</summary>
    private const int ReportMicroseconds = 30_000;

    private uint _tick;
    private long _blockedSince;
    private bool _reported;
    private int _batch;
    private long _ticket;
    private long _ticketSince;

    public Worker Worker => worker;

    public WorkerState State { get; private set; }

    /// <summary>Looks at the worker, and does what is due.</summary>
    /// <param name="now">The steady clock, in microseconds.</param>
    /// <param name="processIdles">Whether the process computes so little that who does not come back must be waiting.</param>
    public void Look(long now, bool processIdles)
    {
        uint tick = worker.Tick;
        bool moved = tick != _tick;
        _tick = tick;
        bool wasBlocked = State == WorkerState.Blocked && !moved;
        if (worker.IsParked)
        {
            State = WorkerState.Parked;
        }
        else if (worker.OpenTicket is var ticket and not 0)
        {
            State = WorkerState.InSection;
            LookAtSection(ticket, now, processIdles);
        }
        else if (moved)
        {
            State = WorkerState.Moving;
        }
        else
        {
            worker.OfferAll();
            State = worker.IsWaiting ?? processIdles ? WorkerState.Blocked : WorkerState.Stuck;
            LookAtBlockage(wasBlocked, tick, now);
        }
    }

    /// <summary>Whether items wait that the worker's driver had found before the last look already.</summary>
    public bool HasBacklog()
    {
        int batch = worker.Batch;
        bool backlog = batch == _batch && batch != 0 && worker.QueueLength > 1;
        _batch = batch;
        return backlog;
    }

    /// <summary>Reports a slice that was found waiting at every look for a while.</summary>
    private void LookAtBlockage(bool wasBlocked, uint tick, long now)
    {
        if (!wasBlocked)
        {
            _blockedSince = now;
            _reported = false;
        }
        else if (State == WorkerState.Blocked && !_reported && now - _blockedSince >= ReportMicroseconds)
        {
            _reported = true;
            worker.ReportBlocked(TimeSpan.FromMicroseconds(now - _blockedSince), tick);
        }
    }

    private void LookAtSection(long ticket, long now, bool processIdles)
    {
        if (ticket != _ticket)
        {
            _ticket = ticket;
            _ticketSince = now;
        }
        else if (now - _ticketSince >= TakeOverMicroseconds && worker.Runtime.TakesOver)
        {
            // One that computes, or waits for a processor that others have, would not do better on another thread.
            bool waits = worker.IsWaiting ?? processIdles;
            if (waits || now - _ticketSince >= TakeOverComputingMicroseconds)
            {
                worker.RequestTakeOver(ticket);
                _ticketSince = now + PatienceMicroseconds;
                if (waits)
                {
                    worker.Runtime.Offload.Grant();
                }
            }
        }
    }
}
