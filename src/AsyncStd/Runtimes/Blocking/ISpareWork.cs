namespace AsyncStd.Runtimes.Blocking;

/// <summary>Something that an executor wants one of the spare threads to do for it.</summary>
internal interface ISpareWork
{
    /// <summary>Does it, on the spare thread. May last as long as the runtime.</summary>
    /// <param name="ticket">What was passed with the request.</param>
    void Run(long ticket);

    /// <summary>There is no thread for it: the operating system refuses, or the threads are ending.</summary>
    /// <param name="ticket">What was passed with the request.</param>
    void Refuse(long ticket);
}
