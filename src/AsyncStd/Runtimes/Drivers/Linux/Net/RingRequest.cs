namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>What the kernel is asked to do, see io_uring_enter(2).</summary>
internal readonly unsafe struct RingRequest
{
    public const byte Nothing = 0; // IORING_OP_NOP
    public const byte PollAdd = 6; // IORING_OP_POLL_ADD
    public const byte AsyncCancel = 14; // IORING_OP_ASYNC_CANCEL
    public const byte Read = 22; // IORING_OP_READ
    public const byte Send = 26; // IORING_OP_SEND
    public const byte Receive = 27; // IORING_OP_RECV

    public byte Operation { get; init; }

    public int Descriptor { get; init; }

    /// <summary>Where in the file to read.</summary>
    public ulong Offset { get; init; }

    /// <summary>A buffer that stays where it is until the completion; or what to cancel.</summary>
    public ulong Address { get; init; }

    public uint Length { get; init; }

    /// <summary>Those of the operation: of recv(2) and send(2), of poll(2), or of the cancellation.</summary>
    public uint Flags { get; init; }

    /// <summary>Comes back with the completion.</summary>
    public ulong Data { get; init; }
}
