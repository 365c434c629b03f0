namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Whether a ring is to be had here: asked once for the process, when it first matters.</summary>
/// <remarks>There is one floor, Linux 5.19, and no list of versions: a small ring is made as the driver makes its own, asked for the operations that it uses, and made to do nothing
/// once. A container, a filter of system calls or a limit may refuse each of the three.</remarks>
internal static class RingSupport
{
    private const int NotPermitted = -1; // EPERM
    private const int NoMemory = -12; // ENOMEM
    private const int Invalid = -22; // EINVAL
    private const int NotSupported = -95; // EOPNOTSUPP
    private const int NoSuchCall = -38; // ENOSYS

    private static readonly Lazy<string?> s_refusal = new(static () => EpollSupport.Refusal ?? Probe(RingCalls.OfKernel));

    private static ReadOnlySpan<byte> Operations => [RingRequest.Nothing, RingRequest.PollAdd, RingRequest.AsyncCancel, RingRequest.Read, RingRequest.Send, RingRequest.Receive];

    /// <summary>Why not; null if it is.</summary>
    public static string? Refusal => s_refusal.Value;

    /// <summary>Asks.</summary>
    /// <returns>Why there is none; null if there is.</returns>
    public static string? Probe(RingCalls calls)
    {
        const int entries = 4;
        if (Ring.TryMake(calls, entries, entries * 2, out int error) is not { } ring)
        {
            return Explain("io_uring_setup", error);
        }

        try
        {
            return !ring.Knows(Operations, out error) ? Explain("io_uring_register", error) : TryNothing(ring);
        }
        finally
        {
            ring.Dispose();
        }
    }

    /// <summary>What a refusal means.</summary>
    /// <param name="call">The system call.</param>
    /// <param name="error">The negated error number.</param>
    public static string Explain(string call, int error)
        => $"the system refuses {call}: {Marshal.GetPInvokeErrorMessage(-error)}" + error switch
        {
            NoSuchCall => "; the kernel has none, or a filter hides it",
            NotPermitted => "; see the sysctl kernel.io_uring_disabled and the container's filter of system calls",
            NoMemory => "; see the limit of locked memory (ulimit -l)",
            Invalid or NotSupported => "; a ring needs Linux 5.19",
            _ => "",
        };

    private static string? TryNothing(Ring ring)
    {
        const ulong mark = 7;
        const int longEnough = 1000;
        ring.TryWrite(new RingRequest { Operation = RingRequest.Nothing, Descriptor = -1, Data = mark });
        int submitted = ring.Enter(1, longEnough);
        return submitted < 0 ? Explain("io_uring_enter", submitted)
            : !ring.TryTake(out ulong data, out int result) || data != mark ? "io_uring_enter brings nothing back"
            : result < 0 ? Explain("an operation of io_uring", result)
            : null;
    }
}
