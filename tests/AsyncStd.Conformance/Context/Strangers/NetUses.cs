namespace AsyncStdConformance.Context.Strangers;

using System.Net;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>What the library does with somebody's network.</summary>
internal static class NetUses
{
    private static readonly IPEndPoint s_any = new(IPAddress.Loopback, 0);

    public static IReadOnlyDictionary<string, Func<Witness, Task>> All { get; } = new Dictionary<string, Func<Witness, Task>>
    {
        ["TCP"] = UseTcp,
        ["incoming connections"] = UseIncoming,
        ["UDP"] = UseUdp,
    };

    private static async Task UseTcp(Witness witness)
    {
        await using TcpListener listener = await witness.Ends(TcpListener.BindAsync(s_any));
        Task<TcpStream> accept = witness.Ends(listener.AcceptAsync());
        await using TcpStream client = await witness.Ends(TcpStream.ConnectAsync((IPEndPoint)listener.LocalEndPoint));
        await using TcpStream server = await accept;
        await witness.Ends(client.WriteAsync(new byte[10]));
        await witness.Ends(client.WriteVectoredAsync(new ReadOnlyMemory<byte>[] { new byte[5], new byte[5] }));
        await witness.Ends(client.FlushAsync());
        await witness.Ends(server.ReadExactlyAsync(new byte[20]));
        await witness.Ends(((ICompleteWrites)client).CompleteWritesAsync());
        await witness.Ends(server.CopyToAsync(new PlainStream(witness)));
        await witness.Ends(server.CloseAsync());
    }

    private static async Task UseIncoming(Witness witness)
    {
        await using TcpListener listener = await witness.Ends(TcpListener.BindAsync(s_any));
        await Task.Join(Connect, Accept);

        async Task Connect()
        {
            for (int i = 0; i < 3; i++)
            {
                await using TcpStream client = await witness.Ends(TcpStream.ConnectAsync(NetAddress.Of("localhost", ((IPEndPoint)listener.LocalEndPoint).Port)));
            }
        }

        async Task Accept()
        {
            int left = 3;
            await foreach (TcpStream server in listener.Incoming(new IncomingOptions { ConnectionLimit = 1 }))
            {
                witness.Here("the loop");
                await using (server)
                {
                    await witness.Ends(server.ReadAsync(new byte[1]));
                }

                if (--left == 0)
                {
                    break;
                }
            }
        }
    }

    private static async Task UseUdp(Witness witness)
    {
        await using UdpSocket first = await witness.Ends(UdpSocket.BindAsync(s_any));
        await using UdpSocket second = await witness.Ends(UdpSocket.BindAsync(s_any));
        await witness.Ends(first.SendToAsync(new byte[3], second.LocalEndPoint));
        await witness.Ends(second.ReceiveFromAsync(new byte[3]));
        await witness.Ends(second.ConnectAsync(first.LocalEndPoint));
        await witness.Ends(second.SendAsync(new byte[3]));
        await witness.Ends(first.ReceiveFromAsync(new byte[3]));
    }
}
