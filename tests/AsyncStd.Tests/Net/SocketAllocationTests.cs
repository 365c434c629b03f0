namespace AsyncStdTests.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStdTests.Tasks;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>What bytes and messages allocate once a connection stands, on a runtime that does everything on the measuring thread.</summary>
public sealed class SocketAllocationTests
{
    private const int Operations = 2_000;

    /// <summary>Once in 128 operations the budget makes the caller give way, and an await that suspends in a method of the base class library allocates.</summary>
    private const int MostPerOperation = 4;

    [OptimizedFact]
    public void Writing_and_reading_what_has_arrived_allocates_nothing()
        => Measure(async (client, server) =>
        {
            var buffer = new byte[64];
            long before = AllocatedBytes.SoFar;
            for (int i = 0; i < Operations; i++)
            {
                await client.WriteAsync(buffer);
                await server.ReadAsync(buffer);
            }

            return AllocatedBytes.SoFar - before;
        }).ShouldBeLessThan(MostPerOperation * Operations);

    [OptimizedFact]
    public void A_read_that_has_to_wait_allocates_nothing()
        => Measure(async (client, server) =>
        {
            var buffer = new byte[64];
            long before = AllocatedBytes.SoFar;
            for (int i = 0; i < Operations; i++)
            {
                ValueTask<int> read = server.ReadAsync(buffer);
                await client.WriteAsync(buffer);
                await read;
            }

            return AllocatedBytes.SoFar - before;
        }).ShouldBeLessThan(MostPerOperation * Operations);

    [OptimizedFact]
    public void A_message_with_its_address_in_an_object_allocates_nothing()
    {
        const int most = MostPerOperation * Operations;
        var bytes = AllocationTests.OnRuntime(static runtime => AllocatedBytes.OnceWarm(most - 1, () => runtime.BlockOn(static async () =>
        {
            using UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:0");
            SocketAddress target = socket.LocalEndPoint.Serialize();
            var sender = new SocketAddress(AddressFamily.InterNetwork);
            var buffer = new byte[64];
            long before = AllocatedBytes.SoFar;
            for (int i = 0; i < Operations; i++)
            {
                await socket.SendToAsync(buffer, target);
                await socket.ReceiveFromAsync(buffer, sender);
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBeLessThan(most);
    }

    private static long Measure(Func<TcpStream, TcpStream, Task<long>> body)
        => AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm((MostPerOperation * Operations) - 1, () => runtime.BlockOn(async () =>
        {
            using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
            ValueTask<TcpStream> accept = listener.AcceptAsync();
            using TcpStream client = await TcpStream.ConnectAsync(listener.LocalEndPoint);
            using TcpStream server = await accept;
            return await body(client, server);
        })));
}
