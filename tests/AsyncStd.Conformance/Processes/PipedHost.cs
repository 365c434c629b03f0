namespace AsyncStdConformance.Processes;

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>A process host whose standard streams are pipes that a test holds the other ends of.</summary>
internal sealed class PipedHost(IProcessHost inner) : IProcessHost
{
    public ConcurrentDictionary<StandardStream, IFileHandle> Ends { get; } = new();

    /// <summary>How many bytes each write to a standard stream had.</summary>
    public ConcurrentDictionary<StandardStream, ConcurrentQueue<int>> Writes { get; } = new();

    public string Name => "piped";

    public ProcessCapabilities Capabilities => inner.Capabilities;

    public int ProcessId => inner.ProcessId;

    public ValueTask<IChildProcess> SpawnAsync(ProcessSpec spec, CancellationToken cancellationToken) => inner.SpawnAsync(spec, cancellationToken);

    public void Replace(ProcessSpec spec) => inner.Replace(spec);

    public ValueTask<(IFileHandle Reader, IFileHandle Writer)> CreatePipeAsync(CancellationToken cancellationToken) => inner.CreatePipeAsync(cancellationToken);

    public ISignalListener ListenForSignals(ReadOnlySpan<PosixSignal> signals) => inner.ListenForSignals(signals);

    public async ValueTask<IFileHandle> OpenStandardStreamAsync(StandardStream stream, CancellationToken cancellationToken)
    {
        var (reader, writer) = await inner.CreatePipeAsync(cancellationToken);
        Ends[stream] = stream == StandardStream.Input ? writer : reader;
        return stream == StandardStream.Input ? reader : CountingHandle.Over(writer, Writes.GetOrAdd(stream, _ => new()));
    }
}
