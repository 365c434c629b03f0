namespace AsyncStd.Hosting;

using AsyncStd.Net;

/// <summary>How Kestrel's connections are carried. Bound from the configuration section <c>AsyncStdTransport</c>.</summary>
public sealed class AsyncStdTransportOptions
{
    /// <summary>The configuration section that the options are bound from.</summary>
    public const string SectionName = "AsyncStdTransport";

    /// <summary>How many connections may wait to be accepted, 1 to 65,535; the system may limit it, see listen(2).</summary>
    public int Backlog { get; set; } = 1024;

    /// <summary>Whether small pieces are sent at once, see TCP_NODELAY in tcp(7).</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>How many bytes of a connection may wait to be read by the application, 1 or more; then no more are received until half of them are read.</summary>
    public long MaxReadBufferSize { get; set; } = 1024 * 1024;

    /// <summary>How many bytes a connection's application may write, 1 or more, before it has to wait until the system has taken half of them.</summary>
    public long MaxWriteBufferSize { get; set; } = 64 * 1024;

    /// <summary>Whether a connection on which nothing arrives holds no buffer. It saves 4 KiB for each idle connection and costs a system call for each request.</summary>
    public bool WaitForDataBeforeAllocatingBuffer { get; set; }

    /// <summary>Whether requests are processed on the stack of the code that received them. It saves a turn of the queue; but code that blocks until more arrives on the
    /// same connection, for instance by <c>.Result</c> of reading a body, then waits for ever.</summary>
    public bool UnsafePreferInlineScheduling { get; set; }

    /// <summary>How an idle connection is probed; null: not at all. For code, not bound from configuration.</summary>
    public TcpKeepAlive? KeepAlive { get; set; }
}
