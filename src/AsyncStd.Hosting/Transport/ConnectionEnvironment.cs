namespace AsyncStd.Hosting;

using System.Buffers;
using System.IO.Pipelines;
using AsyncStd.Runtimes;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>What all connections of a transport share.</summary>
internal sealed class ConnectionEnvironment
{
    /// <summary>The size of the blocks: those of Kestrel's pool are never larger.</summary>
    public const int BlockSize = 4096;

    public ConnectionEnvironment(Runtime runtime, AsyncStdTransportOptions options, ILogger logger, IServiceProvider services)
    {
        Runtime = runtime;
        Options = options;
        Logger = logger;
        Meter = new TransportMeter(services);
        Pool = services.GetService<IMemoryPoolFactory<byte>>()?.Create() ?? MemoryPool<byte>.Shared;
        PipeScheduler scheduler = runtime.AsPipeScheduler();
        InputOptions = new PipeOptions(
            Pool,
            options.UnsafePreferInlineScheduling ? PipeScheduler.Inline : scheduler,
            scheduler,
            pauseWriterThreshold: options.MaxReadBufferSize,
            resumeWriterThreshold: Math.Max(1, options.MaxReadBufferSize / 2),
            minimumSegmentSize: BlockSize,
            useSynchronizationContext: false);
    }

    public Runtime Runtime { get; }

    public AsyncStdTransportOptions Options { get; }

    public ILogger Logger { get; }

    public TransportMeter Meter { get; }

    /// <summary>Where connections get their memory: the pool that Kestrel's own transports use, if there is one.</summary>
    public MemoryPool<byte> Pool { get; }

    /// <summary>How what was received waits for the application.</summary>
    public PipeOptions InputOptions { get; }
}
