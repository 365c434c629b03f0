namespace AsyncStd.Channel;

/// <summary>A receiver of a broadcast was too slow: messages that it had not received were overwritten by newer ones.</summary>
/// <remarks>It is thrown once for each gap. The next receive gives the oldest message that is still there.</remarks>
public sealed class LaggedException : Exception
{
    internal LaggedException(long missed)
        : base($"The receiver was too slow: {missed} message{(missed == 1 ? " was" : "s were")} overwritten before it received them. The next receive goes on with the oldest that is left.")
        => Missed = missed;

    /// <summary>How many messages were missed.</summary>
    public long Missed { get; }
}
