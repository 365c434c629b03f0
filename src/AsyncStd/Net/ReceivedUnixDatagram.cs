namespace AsyncStd.Net;

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>What is known about a message that <see cref="UnixDatagram"/> has received, besides its bytes.</summary>
/// <param name="Length">How many bytes were written into the buffer; a message may have none.</param>
/// <param name="IsTruncated">Whether the message was longer than the buffer; what did not fit is lost, unless it was only peeked at.</param>
/// <param name="RemoteEndPoint">The sender; null if the call does not tell it, or the sender has no name.</param>
public readonly record struct ReceivedUnixDatagram(int Length, bool IsTruncated, UnixDomainSocketEndPoint? RemoteEndPoint = null)
{
    internal static ValueTask<ReceivedUnixDatagram> From(ValueTask<DatagramReceipt> receive)
        => receive.IsCompletedSuccessfully ? new ValueTask<ReceivedUnixDatagram>(From(receive.Result)) : AwaitAsync(receive);

    private static ReceivedUnixDatagram From(DatagramReceipt receipt)
        => new(receipt.Length, receipt.IsTruncated, (UnixDomainSocketEndPoint?)receipt.RemoteEndPoint);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ReceivedUnixDatagram> AwaitAsync(ValueTask<DatagramReceipt> receive) => From(await receive.ConfigureAwait(false));
}
