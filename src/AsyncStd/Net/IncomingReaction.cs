namespace AsyncStd.Net;

/// <summary>What a stream of connections does when accepting one has failed.</summary>
public enum IncomingReaction
{
    /// <summary>Accepts the next one.</summary>
    Continue,

    /// <summary>Waits for a while and tries again.</summary>
    BackOff,

    /// <summary>Ends the stream with the failure.</summary>
    Stop,
}
