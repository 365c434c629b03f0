namespace AsyncStdBenchmarks.Workloads;

using System.Net;
using System.Runtime.InteropServices;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>Has the kernel refuse rings to this process, as a container does, and says what becomes of it. Not a measurement: a program for a test.</summary>
internal static class RefusedRing
{
    private const int NoNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS
    private const int SetFilter = 1; // SECCOMP_SET_MODE_FILTER
    private const int OnAllThreads = 1; // SECCOMP_FILTER_FLAG_TSYNC
    private const int ProgramLength = 4;
    private const int InstructionSize = 8;

    private const int SetupOfRings = 425; // io_uring_setup
    private const int NotPermitted = 1; // EPERM

    public static WorkloadResult Run()
    {
        if (!OperatingSystem.IsLinux() || !TryRefuse())
        {
            Console.WriteLine("the system takes no filter");
            return new WorkloadResult(1);
        }

        Report("auto", null);
        Report("io-uring", IoKind.IoUring);
        return new WorkloadResult(1);
    }

    /// <summary>The same, but rings are to be had until this process has found that out.</summary>
    public static WorkloadResult RunLate()
    {
        using Runtime runtime = new RuntimeBuilder().Configure(static options => options.Io = IoKind.IoUring).Build();
        _ = runtime.Network; // asks whether rings are to be had; one is made when a worker first waits for a socket
        if (!OperatingSystem.IsLinux() || !TryRefuse())
        {
            Console.WriteLine("the system takes no filter");
            return new WorkloadResult(1);
        }

        Console.WriteLine($"before: {DescribeNetwork(runtime)}");
        Console.WriteLine($"echoed {runtime.BlockOn(static async () => await Task.Spawn(EchoAsync))}");
        Console.WriteLine($"after: {DescribeNetwork(runtime)}");
        return new WorkloadResult(1);
    }

    private static string DescribeNetwork(Runtime runtime)
        => runtime.Describe().Split('\n').Single(static line => line.Contains("network:", StringComparison.Ordinal)).Trim();

    private static void Report(string choice, IoKind? io)
    {
        using Runtime runtime = new RuntimeBuilder().Configure(options => options.Io = io ?? options.Io).Build();
        Console.WriteLine($"{choice}: {DescribeNetwork(runtime)}");
        try
        {
            Console.WriteLine($"{choice}: echoed {runtime.BlockOn(EchoAsync)}");
        }
        catch (NotSupportedException e)
        {
            Console.WriteLine($"{choice}: {e.Message}");
        }
    }

    private static async Task<int> EchoAsync()
    {
        using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        ValueTask<TcpStream> accept = listener.AcceptAsync();
        using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
        using TcpStream server = await accept;
        var buffer = new byte[1];
        ValueTask<int> read = server.ReadAsync(buffer);
        await client.WriteAsync(new byte[] { 42 });
        await read;
        return buffer[0];
    }

    /// <summary>Installs a filter, see seccomp(2): io_uring_setup fails with EPERM, everything else is allowed.</summary>
    private static bool TryRefuse()
    {
        nint filter = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 317, // seccomp
            Architecture.Arm64 => 277,
            _ => -1,
        };
        nint program = Marshal.AllocHGlobal(ProgramLength * InstructionSize);
        Write(program, 0, 0x20, 0, 0, 0); // load the number of the call
        Write(program, 1, 0x15, 0, 1, SetupOfRings); // another one: skip one
        Write(program, 2, 0x06, 0, 0, 0x00050000 | NotPermitted); // return an error
        Write(program, 3, 0x06, 0, 0, 0x7fff0000); // allow
        var description = new FilterProgram { Length = ProgramLength, Instructions = program };
        bool installed = filter >= 0 && ProcessControl(NoNewPrivileges, 1, 0, 0, 0) == 0 && SystemCall(filter, SetFilter, OnAllThreads, ref description) == 0;
        Marshal.FreeHGlobal(program);
        return installed;
    }

    /// <summary>One instruction, see <c>sock_filter</c> in bpf(4).</summary>
    private static void Write(nint program, int index, short code, byte ifTrue, byte ifFalse, int value)
    {
        nint instruction = program + (index * InstructionSize);
        Marshal.WriteInt16(instruction, code);
        Marshal.WriteByte(instruction, 2, ifTrue);
        Marshal.WriteByte(instruction, 3, ifFalse);
        Marshal.WriteInt32(instruction, 4, value);
    }

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int ProcessControl(int option, nint a, nint b, nint c, nint d);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern nint SystemCall(nint number, nint operation, nint flags, ref FilterProgram program);

    private struct FilterProgram
    {
        public short Length;
        public nint Instructions;
    }
}
