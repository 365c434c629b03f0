namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Blocking;

/// <summary>Calls that may block, made on the worker's own thread, and how another thread takes the worker over meanwhile.</summary>
/// <remarks>
/// <para>While a section is open the thread looks like one that runs no worker: what it schedules goes to the outside queue, as a stranger's. So nothing
/// of the worker is touched but <c>_section</c>, until that says that the thread has its worker back.</para>
/// <para>If it has not, the thread goes on as a guest: it ends its slice like a stranger, and becomes a spare thread. The permit goes with it.</para>
/// </remarks>
internal sealed partial class Worker : ISpareWork
{
    private SectionWord _section;

    /// <summary>Tasks that are pinned here and have not ended: their thread must stay the same.</summary>
    private int _pinnedTasks;

    /// <summary>The thread that runs the worker; for whoever wants to know what it is doing.</summary>
    private Thread? _thread;
    private Slice? _slice;
    private int _handOvers;

    /// <summary>Any thread: sections ever opened.</summary>
    public long Sections => _section.Opened;

    /// <summary>Any thread: the ticket of the open section, or 0.</summary>
    public long OpenTicket => _section.OpenTicket;

    /// <summary>Any thread: how often another thread has taken the worker over.</summary>
    public int HandOvers => Volatile.Read(ref _handOvers);

    /// <summary>Any thread: whether the worker's thread waits for something; null if it may do so in a native call, and the system does not tell.</summary>
    public bool? IsWaiting
        => Volatile.Read(ref _thread) is { } thread && Blockage.IsWaiting(thread) ? true : Blockage.IsWaitingInSystem(Volatile.Read(ref _seat)?.SystemNumber ?? 0);

    /// <summary>The monitor: the slice that began with <paramref name="tick"/> blocks the worker.</summary>
    public void ReportBlocked(TimeSpan duration, uint tick)
    {
        if (Volatile.Read(ref _slice) is not { } slice)
        {
            return; // its first thread is only just beginning
        }

        int count = slice.Count;
        WorkItem? item = slice.Latest;
        if (Tick == tick && !slice.TellsByItself && slice.TryClaimReport(count))
        {
            (item?.Owner ?? _runtime).ReportBlocking(item?.Origin, duration, withStack: false);
        }
    }

    /// <summary>Whether another thread may take the worker over now, so that its own may block.</summary>
    private bool MayLend => Volatile.Read(ref _pinnedTasks) == 0 && _driver!.CanMove && _runtime.Monitor is not null;

    /// <summary>The slice that runs here is about to block.</summary>
    public bool TryBeginSection()
    {
        Seat seat = _seat!; // of the calling thread; once the section is open another may take the worker over, and have its own here
        if (!Slice.IsRunning || !MayLend || !TryOpenSection(seat))
        {
            return false;
        }

        seat.Budget = Slice.BeginBlocking();
        return true;
    }

    /// <summary>The calling thread has a section open, and is not blocked any longer.</summary>
    public static void EndSection()
    {
        Seat seat = Seat.Here;
        if (seat.Lent is not null)
        {
            CloseSection(seat);
            Slice.EndBlocking(seat.Budget);
        }
    }

    /// <summary>An item that may run in a section, on the calling thread, will not block any more: so whom it wakes now goes on here, if the thread still has its worker, and nobody else is
    /// woken for it. If the open section is another item's, which waits for this one, it stays open.</summary>
    public static void EndSectionOf(WorkItem item)
    {
        if (Seat.Existing is { Lent: not null } seat && ReferenceEquals(seat.LentTo, item))
        {
            LeaveSection(seat);
        }
    }

    /// <summary>The calling thread, if it has a section open, is going to block for sure: no need to wait and see.</summary>
    public static void HandOverNow()
    {
        if (Seat.Existing is { Lent: { } worker } seat)
        {
            worker.RequestTakeOver(seat.Ticket);
        }
    }

    /// <summary>Any thread: has a spare thread take the worker over, if the section is still open then.</summary>
    public void RequestTakeOver(long ticket) => _runtime.SpareThreads.Request(this, ticket);

    /// <summary>Any thread: takes the permit away that the worker has no use for now.</summary>
    public bool TryRevokePermit() => _section.TryRevoke();

    /// <summary>Any thread: a task was pinned here, or has ended.</summary>
    public void CountPinned(int by) => Interlocked.Add(ref _pinnedTasks, by);

    /// <summary>A spare thread takes the worker over.</summary>
    void ISpareWork.Run(long ticket)
    {
        if (_section.TryTakeOver(ticket))
        {
            _handOvers++;
            if (Run(Seat.Here))
            {
                _runtime.OnWorkerEnded(this);
                _runtime.SpareThreads.Rejoin();
            }
            else
            {
                _runtime.SpareThreads.ExecuteWaiting();
            }
        }
    }

    /// <summary>No thread is to be had now. The monitor asks again.</summary>
    void ISpareWork.Refuse(long ticket)
    {
    }

    /// <summary>Runs an item that may block. Afterwards the worker may be another thread's.</summary>
    /// <returns>Whether the thread still has the contexts of what it ran.</returns>
    private bool RunBlocking(WorkItem item, Seat seat)
    {
        bool isUnclean = item.MayBlockUnclean(_runtime);
        if (!isUnclean)
        {
            Clean();
        }

        if (!MayLend || _runtime.Offload.TrySpend() || !TryOpenSection(seat))
        {
            _runtime.SpareThreads.Run(item); // waits there if it is a permit that is missing
            return false;
        }

        seat.LentTo = item;
        if (isUnclean)
        {
            item.ExecuteBlockingUnclean(_runtime);
        }
        else
        {
            item.Execute(_runtime, seat.Home, null, mayBlock: true);
        }

        if (seat.Lent is not null)
        {
            CloseSection(seat);
        }
        else if (seat.Worker == this)
        {
            GiveUnusedPermit();
        }

        return isUnclean;
    }

    /// <summary>A slice is over and the thread does not have its worker: it is a guest, or has left a section open, of which nobody will close it now.</summary>
    /// <returns>Whether it has the worker back.</returns>
    private static bool TryReturn(Seat seat, WorkItem item)
    {
        if (seat.Lent is { } worker)
        {
            CloseSection(seat);
            worker._runtime.ReportUnhandled(
                new InvalidOperationException($"'{item.Description}' left a blocking section open: dispose it before the next await."), item.Origin);
        }

        return seat.Worker is not null;
    }

    private bool TryOpenSection(Seat seat)
    {
        long ticket;
        while (!_section.TryOpen(out ticket))
        {
            if (!_section.HasPermit)
            {
                if (!_runtime.SpareThreads.TryTakePermit())
                {
                    return false;
                }

                _section.SetPermit();
            }
        }

        seat.Worker = null;
        seat.Lent = this;
        seat.Ticket = ticket;
        seat.Slice.Worker = null;
        seat.Slice.Driver = null;
        _runtime.Monitor?.WatchSections();
        return true;
    }

    private static void CloseSection(Seat seat)
    {
        LeaveSection(seat);
        seat.Worker?.GiveUnusedPermit();
    }

    /// <summary>Somebody may wait for a permit of which this worker has no use now. It may start a thread.</summary>
    private void GiveUnusedPermit()
    {
        if (_runtime.SpareThreads.HasWaiting && _section.TryRevoke())
        {
            _runtime.SpareThreads.ReturnPermit();
        }
    }

    private static void LeaveSection(Seat seat)
    {
        Worker worker = seat.Lent!;
        seat.Lent = null;
        seat.LentTo = null;
        if (worker._section.TryClose(seat.Ticket))
        {
            seat.Worker = worker;
            seat.Slice.Worker = worker;
            seat.Slice.Driver = worker._driver;
        }
        else
        {
            seat.Origin = worker;
        }
    }
}
