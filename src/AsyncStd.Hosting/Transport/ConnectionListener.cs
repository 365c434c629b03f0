namespace AsyncStd.Hosting;

using System.Net;
using System.Threading.Channels;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Microsoft.AspNetCore.Connections;
using Task = System.Threading.Tasks.Task;

/// <summary>Accepts on the runtime, and hands the connections to whoever asks.</summary>
internal sealed class ConnectionListener(ConnectionEnvironment environment, ISocketHandle listener, EndPoint local) : IConnectionListener
{
    private readonly Channel<Connection> _accepted = Channel.CreateUnbounded<Connection>(new UnboundedChannelOptions { SingleWriter = true });
    private Task _loop = Task.CompletedTask;

    public EndPoint EndPoint => local;

    /// <summary>Begins to accept.</summary>
    public void Start<TStream>(IStreamListener<TStream> socket)
        where TStream : IStreamSocket
        => _loop = environment.Runtime.Spawn(async () => await AcceptAllAsync(socket), $"accept on {local}");

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is null)
        {
            return null; // unbound: that is how Kestrel is told
        }
    }

    /// <summary>Stops to accept. A server that is disposed without having been stopped passes a cancelled token, and means it all the same.</summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await listener.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out Connection? connection))
        {
            connection.Abort(new ConnectionAbortedException("The server stopped before it looked at the connection."));
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AcceptAllAsync<TStream>(IStreamListener<TStream> socket)
        where TStream : IStreamSocket
    {
        IncomingOptions pace = IncomingOptions.Default;
        TimeSpan backOff = pace.BackOff;
        IncomingReaction reaction = IncomingReaction.Continue;
        Exception? failure = null;
        while (failure is null)
        {
            try
            {
                if (reaction == IncomingReaction.BackOff)
                {
                    await Task.Sleep(backOff);
                    backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, pace.LongestBackOff.Ticks));
                    reaction = IncomingReaction.Continue;
                }

                TStream stream = await socket.AcceptAsync(CancellationToken.None);
                backOff = pace.BackOff;
                Take(stream);
            }
            catch (ObjectDisposedException)
            {
                break; // unbound
            }
            catch (OperationCanceledException e)
            {
                failure = e; // the runtime ends before the server
            }
            catch (IOException e)
            {
                reaction = React(e);
                failure = reaction == IncomingReaction.Stop ? e : null;
            }
        }

        _accepted.Writer.TryComplete(failure);
    }

    /// <summary>A connection that is gone already may not even tell its address: that is no reason to stop accepting.</summary>
    private void Take(IStreamSocket stream)
    {
        Connection connection;
        try
        {
            connection = new Connection(environment, stream);
        }
        catch (Exception e)
        {
            environment.Meter.Failed();
            environment.Logger.AcceptFailed(local, IncomingReaction.Continue, e);
            stream.Dispose();
            return;
        }

        connection.Start();
        _accepted.Writer.TryWrite(connection);
    }

    private IncomingReaction React(IOException failure)
    {
        environment.Meter.Failed();
        IncomingReaction reaction = IncomingOptions.React(failure);
        environment.Logger.AcceptFailed(local, reaction, failure);
        return reaction;
    }
}
