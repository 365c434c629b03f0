namespace AsyncStd.Channel;

/// <summary>Whether a message could be had at once.</summary>
public enum TryReceiveResult
{
    /// <summary>There was one.</summary>
    Received,

    /// <summary>There is none now; one may still come.</summary>
    Empty,

    /// <summary>The channel is closed and drained: none will ever come.</summary>
    Closed,
}
