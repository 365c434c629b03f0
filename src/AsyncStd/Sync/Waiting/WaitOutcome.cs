namespace AsyncStd.Sync.Waiting;

/// <summary>How a queued wait has ended.</summary>
internal enum WaitOutcome : byte
{
    /// <summary>Not yet.</summary>
    None,

    /// <summary>What was waited for is there, and belongs to the waiter.</summary>
    Granted,

    /// <summary>It was given up, by a token or because the awaiting task was asked to stop.</summary>
    Cancelled,

    /// <summary>What was waited for will never be there: <see cref="QueuedWaiter.Refusal"/> says why.</summary>
    Refused,
}
