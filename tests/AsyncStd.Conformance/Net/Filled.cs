namespace AsyncStdConformance.Net;

using AsyncStd.Net;

/// <summary>Connections whose buffers have no room.</summary>
internal static class Filled
{
    /// <summary>Writes until nothing more fits.</summary>
    /// <returns>How many bytes were taken.</returns>
    public static async Task<int> FillAsync(SocketStream stream)
    {
        var piece = new byte[10_000];
        int sent = 0;
        while (true)
        {
            using var source = new CancellationTokenSource();
            ValueTask<int> write = stream.WriteSomeAsync(piece, source.Token);
            if (!write.IsCompleted)
            {
                await source.CancelAsync();
            }

            try
            {
                sent += await write;
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }
    }
}
