namespace AsyncStd.Runtimes.Executors;

/// <summary>Who has a worker while its thread may be blocked: the one word about which thread, monitor and others agree by compare-exchange.</summary>
/// <remarks>
/// <para>The word is a ticket, counted up with each section, and a status. The steps, and who may take them:</para>
/// <list type="bullet">
/// <item>None → Ready: the thread that runs the worker has got a permit. Nobody else writes while the status is None.</item>
/// <item>Ready → None: anybody takes the permit away, and has it.</item>
/// <item>Ready → Open, next ticket: the thread opens a section. From here on it must not touch the worker but by this word.</item>
/// <item>Open → Ready, same ticket: the thread closes the section, and has its worker back.</item>
/// <item>Open → None, same ticket: another thread takes the worker over, and runs it from here on. The permit stays with the thread that is blocked.</item>
/// </list>
/// <para>So of a thread that closes and one that takes over exactly one wins, and tickets are never used twice: who comes late with an old one
/// changes nothing. What the loser and the winner wrote before is ordered by the exchange, which is a full fence.</para>
/// </remarks>
internal struct SectionWord
{
    private const long StatusMask = 3;
    private const long None = 0;
    private const long Ready = 1;
    private const long Open = 2;
    private const int TicketShift = 2;

    private long _word;

    /// <summary>Any thread: how many sections have been opened.</summary>
    public long Opened => Volatile.Read(ref _word) >> TicketShift;

    /// <summary>The owner: whether it has a permit; somebody may be taking it away.</summary>
    public bool HasPermit => (Volatile.Read(ref _word) & StatusMask) == Ready;

    /// <summary>Any thread: the ticket of the open section, or 0.</summary>
    public long OpenTicket
    {
        get
        {
            long word = Volatile.Read(ref _word);
            return (word & StatusMask) == Open ? word >> TicketShift : 0;
        }
    }

    /// <summary>The owner, without a permit, has got one.</summary>
    public void SetPermit() => Volatile.Write(ref _word, _word | Ready);

    /// <summary>Anybody takes the permit away, if there is one that is not in use.</summary>
    public bool TryRevoke()
    {
        long word = Volatile.Read(ref _word);
        return (word & StatusMask) == Ready && Interlocked.CompareExchange(ref _word, word & ~StatusMask, word) == word;
    }

    /// <summary>The owner opens a section; false if it has no permit (any longer).</summary>
    public bool TryOpen(out long ticket)
    {
        long word = Volatile.Read(ref _word);
        ticket = (word >> TicketShift) + 1;
        return (word & StatusMask) == Ready && Interlocked.CompareExchange(ref _word, (ticket << TicketShift) | Open, word) == word;
    }

    /// <summary>The thread that opened the section closes it; false if the worker is another thread's by now.</summary>
    public bool TryClose(long ticket)
    {
        long open = (ticket << TicketShift) | Open;
        return Interlocked.CompareExchange(ref _word, (ticket << TicketShift) | Ready, open) == open;
    }

    /// <summary>Another thread takes the worker over; false if the section was closed.</summary>
    public bool TryTakeOver(long ticket)
    {
        long open = (ticket << TicketShift) | Open;
        return Interlocked.CompareExchange(ref _word, ticket << TicketShift, open) == open;
    }
}
