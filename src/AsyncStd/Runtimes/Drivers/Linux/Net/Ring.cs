namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>A ring and the memory that it shares with the kernel: the one place that reads and writes there.</summary>
/// <remarks>
/// <para>Invariants. <see cref="TryWrite"/> is called by one thread at a time, and <see cref="TryTake"/> by one thread at a time (another one may write meanwhile);
/// <see cref="Enter"/> by any number. Nothing is called after <see cref="Dispose"/>. Who makes that true is the <see cref="RingReactor"/>, or the <see cref="FileRing"/>.</para>
/// <para>The kernel reads an entry of the submission queue after it has seen the tail behind it, and has no use for it after it has moved the head over it. We read a completion
/// after we have seen the tail behind it, and the kernel may overwrite it after we have moved the head. So ours are release stores and the reads of theirs acquire
/// loads.</para>
/// <para>The kernel runs what is left to do for a completion on the thread that submitted, when that next enters the kernel or is interrupted (COOP_TASKRUN). Any
/// thread may submit: a worker may go on on another one.</para>
/// </remarks>
internal sealed unsafe class Ring
{
    /// <summary>All that a setup must grant, see <see cref="RingSupport"/>: COOP_TASKRUN and TASKRUN_FLAG set the floor, Linux 5.19.</summary>
    private const uint SetupFlags = 1 << 3 | 1 << 4 | 1 << 7 | 1 << 8 | 1 << 9; // CQSIZE, CLAMP, SUBMIT_ALL, COOP_TASKRUN, TASKRUN_FLAG

    /// <summary>SINGLE_MMAP, NODROP, SUBMIT_STABLE, FAST_POLL, EXT_ARG.</summary>
    private const uint NeededFeatures = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 5 | 1 << 8;

    private const uint GetEvents = 1 << 0; // IORING_ENTER_GETEVENTS
    private const uint ExtendedArgument = 1 << 3; // IORING_ENTER_EXT_ARG
    private const uint CompletionOverflow = 1 << 1; // IORING_SQ_CQ_OVERFLOW
    private const uint WorkWaits = 1 << 2; // IORING_SQ_TASKRUN

    private const nint QueuesOffset = 0; // IORING_OFF_SQ_RING
    private const nint EntriesOffset = 0x10000000; // IORING_OFF_SQES
    private const int EntrySize = 64;
    private const int CompletionSize = 16;
    private const int NoSuchFeature = -95; // EOPNOTSUPP
    private const int MillisecondsPerSecond = 1000;
    private const int NanosecondsPerMillisecond = 1_000_000;

    private readonly RingCalls _calls;
    private readonly byte* _queues;
    private readonly nuint _queuesLength;
    private readonly byte* _entries;
    private readonly nuint _entriesLength;

    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint* _submissionFlags;
    private readonly uint _submissionMask;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;
    private readonly byte* _completions;

    private Ring(RingCalls calls, int descriptor, in RingParameters parameters, byte* queues, nuint queuesLength, byte* entries, nuint entriesLength)
    {
        (_calls, Descriptor) = (calls, descriptor);
        _queues = queues;
        _queuesLength = queuesLength;
        _entries = entries;
        _entriesLength = entriesLength;
        _submissionHead = (uint*)(queues + parameters.Submission.Head);
        _submissionTail = (uint*)(queues + parameters.Submission.Tail);
        _submissionFlags = (uint*)(queues + parameters.Submission.Flags);
        _submissionMask = *(uint*)(queues + parameters.Submission.Mask);
        _completionHead = (uint*)(queues + parameters.Completion.Head);
        _completionTail = (uint*)(queues + parameters.Completion.Tail);
        _completionMask = *(uint*)(queues + parameters.Completion.Mask);
        _completions = queues + parameters.Completion.Completions;
        uint* order = (uint*)(queues + parameters.Submission.Array);
        for (uint i = 0; i <= _submissionMask; i++)
        {
            order[i] = i;
        }
    }

    public int Descriptor { get; }

    /// <summary>How many requests wait to be handed to the kernel. A hint unless called by the one thread that may write.</summary>
    public int Waiting => (int)(Volatile.Read(ref *_submissionTail) - Volatile.Read(ref *_submissionHead));

    /// <summary>How many requests may wait.</summary>
    public int Capacity => (int)_submissionMask + 1;

    /// <summary>Whether there is a completion to take.</summary>
    public bool HasCompletions => *_completionHead != Volatile.Read(ref *_completionTail);

    /// <summary>Whether there may be one after <see cref="Enter"/>: something has happened, but its completion is not written yet, or had no room.</summary>
    public bool WantsKernel => (Volatile.Read(ref *_submissionFlags) & (WorkWaits | CompletionOverflow)) != 0;

    /// <summary>Makes a ring.</summary>
    /// <param name="calls">The kernel.</param>
    /// <param name="requests">How many requests may wait to be submitted; a power of two.</param>
    /// <param name="completions">How many completions may wait to be taken before the kernel has to keep them elsewhere.</param>
    /// <param name="error">Why not, negated.</param>
    public static Ring? TryMake(RingCalls calls, uint requests, uint completions, out int error)
    {
        var parameters = new RingParameters { Flags = SetupFlags, CompletionEntries = completions };
        int descriptor = calls.Setup(requests, (nint)(&parameters));
        error = Math.Min(descriptor, 0);
        if (error != 0)
        {
            return null;
        }

        nuint queuesLength = Math.Max(
            parameters.Submission.Array + (parameters.SubmissionEntries * sizeof(uint)),
            parameters.Completion.Completions + (parameters.CompletionEntries * CompletionSize));
        nuint entriesLength = parameters.SubmissionEntries * EntrySize;
        byte* queues = null;
        byte* entries = null;
        if ((parameters.Features & NeededFeatures) != NeededFeatures)
        {
            error = NoSuchFeature;
        }
        else if ((queues = SharedMemory.Map(descriptor, queuesLength, QueuesOffset, out error)) is not null
            && (entries = SharedMemory.Map(descriptor, entriesLength, EntriesOffset, out error)) is not null)
        {
            return new Ring(calls, descriptor, parameters, queues, queuesLength, entries, entriesLength);
        }

        SharedMemory.Unmap(queues, queuesLength);
        _ = NativeSocket.Close(descriptor);
        return null;
    }

    /// <summary>Whether the kernel knows an operation.</summary>
    public bool Knows(ReadOnlySpan<byte> operations, out int error)
    {
        const uint registerProbe = 8; // IORING_REGISTER_PROBE
        const int most = 256;
        const int headerSize = 16;
        const int itemSize = 8;
        const ushort isSupported = 1;
        byte* probe = stackalloc byte[headerSize + (most * itemSize)];
        NativeMemory.Clear(probe, headerSize + (most * itemSize));
        error = _calls.Register(Descriptor, registerProbe, (nint)probe, most);
        if (error < 0)
        {
            return false;
        }

        foreach (byte operation in operations)
        {
            if ((*(ushort*)(probe + headerSize + (operation * itemSize) + 2) & isSupported) == 0)
            {
                error = NoSuchFeature;
                return false;
            }
        }

        return true;
    }

    /// <summary>Queues a request for the next <see cref="Enter"/>.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool TryWrite(in RingRequest request)
    {
        uint tail = *_submissionTail;
        if (tail - Volatile.Read(ref *_submissionHead) > _submissionMask)
        {
            return false;
        }

        var entry = (Entry*)(_entries + ((tail & _submissionMask) * EntrySize));
        *entry = default;
        entry->Operation = request.Operation;
        entry->Descriptor = request.Descriptor;
        entry->Offset = request.Offset;
        entry->Address = request.Address;
        entry->Length = request.Length;
        entry->OperationFlags = request.Flags;
        entry->Data = request.Data;
        Volatile.Write(ref *_submissionTail, tail + 1);
        return true;
    }

    /// <summary>Hands requests to the kernel, has it write the completions that are ready, and waits for one.</summary>
    /// <param name="toSubmit">How many requests; what <see cref="Waiting"/> said. If another thread submits some of them meanwhile, it returns without waiting.</param>
    /// <param name="milliseconds">How long to wait; −1: without a limit, 0: not at all.</param>
    /// <returns>How many were submitted, or the negated error number.</returns>
    public int Enter(int toSubmit, int milliseconds)
    {
        if (milliseconds <= 0)
        {
            return _calls.Enter(Descriptor, (uint)toSubmit, milliseconds < 0 ? 1u : 0, GetEvents, 0, 0);
        }

        var limit = new TimeSpecification
        {
            Seconds = milliseconds / MillisecondsPerSecond,
            Nanoseconds = (long)(milliseconds % MillisecondsPerSecond) * NanosecondsPerMillisecond,
        };
        var argument = new WaitArgument { Limit = &limit };
        return _calls.Enter(Descriptor, (uint)toSubmit, 1, GetEvents | ExtendedArgument, (nint)(&argument), sizeof(WaitArgument));
    }

    /// <summary>Takes a completion.</summary>
    public bool TryTake(out ulong data, out int result)
    {
        uint head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            (data, result) = (0, 0);
            return false;
        }

        byte* completion = _completions + ((head & _completionMask) * CompletionSize);
        data = *(ulong*)completion;
        result = *(int*)(completion + sizeof(ulong));
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    /// <summary>Gives everything back. The kernel cancels what is still in its hands, and may write into its buffers until it has: so there should be nothing.</summary>
    public void Dispose()
    {
        SharedMemory.Unmap(_queues, _queuesLength);
        SharedMemory.Unmap(_entries, _entriesLength);
        _ = NativeSocket.Close(Descriptor);
    }

    /// <summary>A request as the kernel reads it: <c>io_uring_sqe</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = EntrySize)]
    private struct Entry
    {
        [FieldOffset(0)]
        public byte Operation;

        [FieldOffset(4)]
        public int Descriptor;

        [FieldOffset(8)]
        public ulong Offset;

        [FieldOffset(16)]
        public ulong Address;

        [FieldOffset(24)]
        public uint Length;

        [FieldOffset(28)]
        public uint OperationFlags;

        [FieldOffset(32)]
        public ulong Data;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>How to wait: <c>io_uring_getevents_arg</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WaitArgument
    {
        public ulong SignalMask;
        public uint SignalMaskSize;
        public uint Reserved;
        public TimeSpecification* Limit;
    }
}
