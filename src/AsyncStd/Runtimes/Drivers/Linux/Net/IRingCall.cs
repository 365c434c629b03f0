namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A call that a ring performs.</summary>
internal interface IRingCall
{
    /// <summary>What the present use is called in the ring. Written by the reactor before anybody can complete the call.</summary>
    ulong Ticket { get; set; }

    /// <summary>The kernel is done with it, and with its buffer. Called by whoever has the reactor's turn, once for each submission.</summary>
    /// <param name="result">What the system call would have returned, or the negated error number.</param>
    void Complete(int result);
}
