namespace AsyncStd.Channel;

/// <summary>What somebody in a queue of a channel is: tells his class and his queue.</summary>
internal static class WaitKind
{
    /// <summary>A <see cref="ReceiveWait{T}"/>.</summary>
    public const byte Receive = 0;

    /// <summary>A <see cref="NextWait{T}"/>.</summary>
    public const byte Next = 1;

    /// <summary>A <see cref="ReceiveManyWait{T}"/>.</summary>
    public const byte ReceiveMany = 2;

    /// <summary>A <see cref="ReceiveBranch{T}"/>.</summary>
    public const byte ReceiveBranch = 3;

    /// <summary>A <see cref="SendWait{T}"/>.</summary>
    public const byte Send = 4;

    /// <summary>A <see cref="SendBranch{T}"/>.</summary>
    public const byte SendBranch = 5;

    /// <summary>A <see cref="ReadyWait"/> that waits until there is a message.</summary>
    public const byte ReadyToReceive = 6;

    /// <summary>A <see cref="ReadyWait"/> that waits until there is room.</summary>
    public const byte ReadyToSend = 7;

    /// <summary>A <see cref="ReceiveWait{T}"/> of an <see cref="IMessageSource{T}"/>.</summary>
    public const byte ReceiveFromSource = 8;

    /// <summary>A <see cref="NextWait{T}"/> of an <see cref="IMessageSource{T}"/>.</summary>
    public const byte NextFromSource = 9;
}
