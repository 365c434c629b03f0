namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>The three standard streams of each process driver, which is of each process: this one, or a simulated host.</summary>
internal sealed class StandardStreams(IProcessHost host)
{
    private static readonly ConditionalWeakTable<IProcessHost, StandardStreams> s_all = [];

    private Stdin? _input;
    private Stdout? _output;
    private Stderr? _error;

    public static StandardStreams Current
    {
        get
        {
            IProcessHost host = Runtime.Current.ProcessHost;
            return s_all.GetValue(host, static host => new StandardStreams(host));
        }
    }

    public Stdin Input => _input ?? Interlocked.CompareExchange(ref _input, new Stdin(host), null) ?? _input;

    public Stdout Output => _output ?? Interlocked.CompareExchange(ref _output, new Stdout(host), null) ?? _output;

    public Stderr Error => _error ?? Interlocked.CompareExchange(ref _error, new Stderr(host), null) ?? _error;
}
