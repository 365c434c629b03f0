namespace AsyncStd.Runtimes;

/// <summary>How long a call may keep its thread, and what becomes of it when nobody waits for it any longer.</summary>
public enum BlockingKind
{
    /// <summary>Usually over within 20 µs, though it may block: metadata, a read that is likely to be cached, a buffered write. Made on the caller's stack
    /// where the runtime can afford that. Once begun it is waited for.</summary>
    Short,

    /// <summary>Usually longer than 20 µs, but sure to end: flushing to disk. Never made on the caller's stack. Once begun it is waited for,
    /// so it may use a buffer of the caller's.</summary>
    Long,

    /// <summary>May never end: looking up a name, locking a file, opening a pipe, a file on a network. Never made on the caller's stack. If the await is cancelled
    /// it ends at once, and the call goes on, counted, with whatever it was given: so that must not belong to the caller.</summary>
    Unbounded,
}
