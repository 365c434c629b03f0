namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>A network that knows names and nothing else.</summary>
internal sealed class OwnNames : INetwork, INameResolver
{
    public string Name => "names only";

    public NetworkCapabilities Capabilities => NetworkCapabilities.None;

    public INameResolver Names => this;

    public string HostName => "own";

    /// <summary>The name <c>silent</c> is never answered, and <c>homeless</c> with no address.</summary>
    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, AddressFamily family, CancellationToken cancellationToken) => host switch
    {
        "silent" => new Never().Begin(cancellationToken),
        "homeless" => new ValueTask<IReadOnlyList<IPAddress>>([]),
        _ => new ValueTask<IReadOnlyList<IPAddress>>([IPAddress.Parse("10.1.2.3")]),
    };

    public ValueTask<string> ResolveNameAsync(IPAddress address, CancellationToken cancellationToken) => throw Missing();

    public bool Supports(SocketOption option) => false;

    public ValueTask<IStreamListener<IStreamSocket>> ListenTcpAsync(IPEndPoint local, TcpListenOptions options, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IStreamSocket> ConnectTcpAsync(IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IDatagramSocket> BindUdpAsync(IPEndPoint local, UdpBindOptions options, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IStreamListener<IUnixStreamSocket>> ListenUnixAsync(UnixDomainSocketEndPoint local, UnixListenOptions options, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IUnixStreamSocket> ConnectUnixAsync(UnixDomainSocketEndPoint remote, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<(IUnixStreamSocket First, IUnixStreamSocket Second)> CreateUnixStreamPairAsync(CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IUnixDatagramSocket> BindUnixDatagramAsync(UnixDomainSocketEndPoint? local, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<(IUnixDatagramSocket First, IUnixDatagramSocket Second)> CreateUnixDatagramPairAsync(CancellationToken cancellationToken) => throw Missing();

    public IStreamListener<IStreamSocket> AdoptTcpListener(Socket socket) => throw Missing();

    public IStreamSocket AdoptTcpStream(Socket socket) => throw Missing();

    public IDatagramSocket AdoptUdp(Socket socket) => throw Missing();

    public IStreamListener<IUnixStreamSocket> AdoptUnixListener(Socket socket) => throw Missing();

    public IUnixStreamSocket AdoptUnixStream(Socket socket) => throw Missing();

    public IUnixDatagramSocket AdoptUnixDatagram(Socket socket) => throw Missing();

    private static NotSupportedException Missing() => new("This network knows names only.");

    private sealed class Never : Operation<IReadOnlyList<IPAddress>>
    {
        public ValueTask<IReadOnlyList<IPAddress>> Begin(CancellationToken cancellationToken) => Start(cancellationToken);
    }
}
