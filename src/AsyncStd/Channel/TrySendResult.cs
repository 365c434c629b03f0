namespace AsyncStd.Channel;

/// <summary>What became of a message that was to be sent at once.</summary>
public enum TrySendResult
{
    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>There was no room, or on a channel without room nobody who waited for it. Worth another try later.</summary>
    Full,

    /// <summary>The channel is closed: no try will ever succeed again.</summary>
    Closed,
}
