namespace AsyncStd.Hosting;

using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Microsoft.AspNetCore.Connections;
using Task = System.Threading.Tasks.Task;

/// <summary>A connection as Kestrel knows it. A task of the runtime receives into a pipe; what is written is sent by who writes it.</summary>
/// <remarks>The receiving task is the last to let go: it closes the input and tells that the connection is closed. The socket is closed by <see cref="DisposeAsync"/>, or by
/// whoever aborts.</remarks>
internal sealed partial class Connection : ConnectionContext, IDuplexPipe
{
    private static long s_lastId;

    private readonly ConnectionEnvironment _environment;
    private readonly IStreamSocket _socket;
    private readonly Pipe _input;
    private readonly ConnectionOutput _output;
    private readonly CancellationTokenSource _closed = new();
    private Task _receiving = Task.CompletedTask;
    private Exception? _reason;
    private string? _id;

    public Connection(ConnectionEnvironment environment, IStreamSocket socket)
    {
        _environment = environment;
        _socket = socket;
        _input = new Pipe(environment.InputOptions);
        _output = new ConnectionOutput(this, environment, socket);
        Transport = this;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        AddFeatures();
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId
    {
        get => _id ??= $"astd-{Interlocked.Increment(ref s_lastId):x}";
        set => _id = value;
    }

    PipeReader IDuplexPipe.Input => _input.Reader;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        _environment.Meter.Accepted();
        JoinHandle receiving = _environment.Runtime.Spawn(this, ReceiveAllAsync, $"connection from {RemoteEndPoint}");
        _receiving = receiving;
    }

    /// <summary>Closes at once; the peer is told with a reset.</summary>
    /// <param name="abortReason">Why. Kestrel gives none where the peer has gone.</param>
    public override void Abort(ConnectionAbortedException? abortReason)
    {
        abortReason ??= new ConnectionAbortedException("The connection was aborted by this side.");
        if (Interlocked.CompareExchange(ref _reason, abortReason, null) is null)
        {
            _environment.Logger.ConnectionAborted(ConnectionId, abortReason.Message);
        }

        _socket.Abort();
    }

    /// <summary>Sends what is left, and closes.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _input.Reader.CompleteAsync().ConfigureAwait(false);
        await _output.CompleteAsync().ConfigureAwait(false);
        await _output.Drained.ConfigureAwait(false);
        Interlocked.CompareExchange(ref _reason, new ConnectionAbortedException("The connection was closed by this side."), null);
        try
        {
            _socket.Shutdown(SocketShutdown.Both); // ends a receive that waits
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection is gone already.
        }

        await _receiving.ConfigureAwait(false);
        _socket.Dispose();
        _closed.Dispose();
        _environment.Meter.Closed();
    }

    /// <summary>Sending found that the connection is gone: receiving finds it, too, and tells why.</summary>
    internal void OnSendFailed(Exception failure)
    {
        Interlocked.CompareExchange(ref _reason, Translate(failure), null);
        _socket.Abort();
    }

    private static async TaskBody ReceiveAllAsync(Connection connection)
    {
        Exception? failure = null;
        try
        {
            PipeWriter input = connection._input.Writer;
            IStreamSocket socket = connection._socket;
            AsyncStdTransportOptions options = connection._environment.Options;
            while (true)
            {
                if (options.WaitForDataBeforeAllocatingBuffer)
                {
                    await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                }

                int received = await socket.ReceiveAsync(input.GetMemory(), CancellationToken.None);
                if (received == 0)
                {
                    break;
                }

                input.Advance(received);
                if (options.UnsafePreferInlineScheduling)
                {
                    SynchronizationContext.SetSynchronizationContext(null); // the application's code is about to run on this stack
                }

                FlushResult flushed = await input.FlushAsync(CancellationToken.None);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            failure = Volatile.Read(ref connection._reason); // aborted
        }
        catch (Exception e)
        {
            failure = Volatile.Read(ref connection._reason) ?? connection.Translate(e);
        }

        await connection._input.Writer.CompleteAsync(failure);
        await connection.TellClosedAsync();
    }

    private async Task TellClosedAsync()
    {
        try
        {
            await _closed.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _environment.Logger.CallbackFailed(ConnectionId, e);
        }
    }

    private Exception Translate(Exception failure)
    {
        if (failure is IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted } })
        {
            _environment.Logger.ConnectionReset(ConnectionId);
            return new ConnectionResetException(failure.Message, failure);
        }

        _environment.Logger.ConnectionFailed(ConnectionId, failure);
        return failure;
    }
}
