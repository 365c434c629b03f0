namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>The system calls of io_uring(7). Each returns what the kernel says, or the negated error number. Overridden to see what becomes of a refusal.</summary>
internal partial class RingCalls
{
    private const int SetupNumber = 425; // x86-64, arm64 and riscv64 alike
    private const int EnterNumber = 426;
    private const int RegisterNumber = 427;

    /// <summary>Those of the kernel.</summary>
    public static RingCalls OfKernel { get; } = new();

    /// <summary>io_uring_setup(2): makes a ring, whose descriptor is closed on exec.</summary>
    /// <param name="entries">How many requests may wait.</param>
    /// <param name="parameters">The address of <see cref="RingParameters"/>.</param>
    public virtual int Setup(uint entries, nint parameters) => Result(SystemCall(SetupNumber, (nint)entries, parameters, 0, 0, 0, 0));

    /// <summary>io_uring_enter(2).</summary>
    public virtual int Enter(int ring, uint toSubmit, uint toWaitFor, uint flags, nint argument, int size)
        => Result(SystemCall(EnterNumber, ring, (nint)toSubmit, (nint)toWaitFor, (nint)flags, argument, size));

    /// <summary>io_uring_register(2).</summary>
    public virtual int Register(int ring, uint operation, nint argument, uint count)
        => Result(SystemCall(RegisterNumber, ring, (nint)operation, argument, (nint)count, 0, 0));

    private static int Result(nint result) => result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
