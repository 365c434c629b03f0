namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A call on a socket that waits for its turn, or for the socket to be ready.</summary>
internal interface ISocketCall
{
    /// <summary>Belongs to the <see cref="Readiness"/> that the call waits in.</summary>
    ISocketCall? Next { get; set; }

    /// <summary>Whether the caller wants it to end early. Set before the queue is searched for the call.</summary>
    bool IsCancelRequested { get; }

    /// <summary>Makes the system call, which does not wait. The caller has taken the call out of the queue, so nobody else touches it.</summary>
    /// <param name="edges">The count of <see cref="Readiness.Edges"/> from before.</param>
    /// <returns>Whether the call has ended, well or badly; it may be in another use by then. False: the socket was not ready.</returns>
    bool TryPerform(uint edges);

    /// <summary>Ends the call without a result. It has been taken out of the queue.</summary>
    /// <param name="error">Why; null if it was cancelled.</param>
    void Abandon(Exception? error);
}
