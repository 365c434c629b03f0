namespace AsyncStdStress.Soak;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Opens one connection after the other to a server that sends everything back, and looks at each byte.</summary>
internal sealed class SoakClient(IPEndPoint server, SoakCounts counts, int seed, CancellationToken end)
{
    private const int LongestPiece = 20_000;
    private const int MostBytes = 2_000_000;

    private readonly Random _random = new(seed);

    public async Task RunAsync()
    {
        while (!end.IsCancellationRequested)
        {
            int key = _random.Next();
            int length = _random.Next(1, MostBytes);
            bool breaks = _random.Next(8) == 0;
            await using TcpStream stream = await TcpStream.ConnectAsync(server);
            counts.Connected();
            JoinHandle sender = Task.Spawn(async () => await SendAsync(stream, key, breaks ? length / 2 : length, breaks, new Random(key)));
            await ReceiveAsync(stream, key, length, breaks);
            await sender;
        }
    }

    private async Task SendAsync(TcpStream stream, int key, int length, bool breaks, Random random)
    {
        var piece = new byte[LongestPiece];
        for (int sent = 0; sent < length;)
        {
            int count = random.Next(1, Math.Min(LongestPiece, length - sent) + 1);
            Fill(piece.AsSpan(0, count), key, sent);
            using var source = new CancellationTokenSource();
            ValueTask<int> write = stream.WriteSomeAsync(piece.AsMemory(0, count), source.Token);
            try
            {
                sent += await CancelNowAndThen(write, source, random);
            }
            catch (OperationCanceledException)
            {
                counts.Cancelled();
                await Task.YieldNow();
            }
        }

        if (breaks)
        {
            counts.Reset();
            stream.Abort();
        }
        else
        {
            counts.HalfClosed();
            stream.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task ReceiveAsync(TcpStream stream, int key, int length, bool breaks)
    {
        var buffer = new byte[LongestPiece];
        int received = 0;
        try
        {
            while (true)
            {
                int count;
                using var source = new CancellationTokenSource();
                ValueTask<int> read = stream.ReadAsync(buffer.AsMemory(0, _random.Next(1, LongestPiece)), source.Token);
                try
                {
                    count = await CancelNowAndThen(read, source, _random);
                }
                catch (OperationCanceledException)
                {
                    counts.Cancelled();
                    await Task.YieldNow();
                    continue;
                }

                if (count == 0)
                {
                    break;
                }

                Check(buffer.AsSpan(0, count), key, received);
                received += count;
                counts.Verified(count);
            }
        }
        catch (Exception e) when (breaks && e is IOException or ObjectDisposedException)
        {
            return; // the reset of our own
        }

        if (received != length)
        {
            throw new InvalidDataException($"{received} of {length} bytes have come back.");
        }
    }

    private static ValueTask<int> CancelNowAndThen(ValueTask<int> call, CancellationTokenSource source, Random random)
    {
        if (!call.IsCompleted && random.Next(16) == 0)
        {
            source.Cancel();
        }

        return call;
    }

    private static byte At(int key, int position) => (byte)((uint)(key + (position * 2_654_435_761u)) >> 24);

    private static void Fill(Span<byte> bytes, int key, int start)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = At(key, start + i);
        }
    }

    private static void Check(ReadOnlySpan<byte> bytes, int key, int start)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(key, start + i))
            {
                throw new InvalidDataException($"Byte {start + i} came back as {bytes[i]} and was {At(key, start + i)}.");
            }
        }
    }
}
