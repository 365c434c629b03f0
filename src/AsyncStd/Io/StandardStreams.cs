namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>The three standard streams of each process: this one, or a simulated host.</summary>
/// <remarks>Two drivers may be there for this process, if its runtimes are configured differently. It has one input and one output all the same: the driver that is asked first opens
/// them, for the others too. Else what one had read ahead would be lost to the other, and lines would mix.</remarks>
internal sealed class StandardStreams(IProcessHost host)
{
    private static readonly ConditionalWeakTable<IProcessHost, StandardStreams> s_others = [];

    private static StandardStreams? s_ofThisProcess;

    private Stdin? _input;
    private Stdout? _output;
    private Stderr? _error;

    public static StandardStreams Current
    {
        get
        {
            IProcessHost host = Runtime.Current.ProcessHost;
            return ProcessHostChoice.IsOfThisProcess(host)
                ? s_ofThisProcess ?? Interlocked.CompareExchange(ref s_ofThisProcess, new StandardStreams(host), null) ?? s_ofThisProcess
                : s_others.GetValue(host, static host => new StandardStreams(host));
        }
    }

    public Stdin Input => _input ?? Interlocked.CompareExchange(ref _input, new Stdin(host), null) ?? _input;

    public Stdout Output => _output ?? Interlocked.CompareExchange(ref _output, new Stdout(host), null) ?? _output;

    public Stderr Error => _error ?? Interlocked.CompareExchange(ref _error, new Stderr(host), null) ?? _error;
}
