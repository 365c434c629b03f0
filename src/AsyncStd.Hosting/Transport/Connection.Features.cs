namespace AsyncStd.Hosting;

using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

/// <summary>What middleware can ask a connection for.</summary>
internal sealed partial class Connection : IConnectionIdFeature, IConnectionTransportFeature, IConnectionItemsFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature,
    IMemoryPoolFeature, IConnectionSocketFeature
{
    private IDictionary<object, object?>? _items;
    private Socket? _lent;

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => _environment.Pool;

    /// <summary>A view of the socket, for options and addresses: reading and writing go through the pipes.</summary>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    Socket IConnectionSocketFeature.Socket => _lent ??= Lend();

    void IConnectionLifetimeFeature.Abort() => Abort(new ConnectionAbortedException("The application aborted the connection."));

    private void AddFeatures()
    {
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IConnectionSocketFeature>(this);
    }

    /// <summary>Of the driver's own handle and not of a copy: once the connection is closed its number may be another's, and whoever kept the socket must be refused.</summary>
    private Socket Lend()
    {
        if (!_socket.TryGetSafeSocketHandle(out SafeSocketHandle? handle))
        {
            throw new NotSupportedException($"The network of runtime '{_environment.Runtime.Name}' has no sockets of the system.");
        }

        var socket = new Socket(handle);
        GC.SuppressFinalize(socket); // it would close a handle that is the driver's
        return socket;
    }
}
