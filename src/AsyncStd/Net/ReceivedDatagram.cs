namespace AsyncStd.Net;

using System.Net;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>What is known about a message that <see cref="UdpSocket"/> has received, besides its bytes.</summary>
/// <param name="Length">How many bytes were written into the buffer; a message may have none.</param>
/// <param name="IsTruncated">Whether the message was longer than the buffer; what did not fit is lost, unless it was only peeked at.</param>
/// <param name="RemoteEndPoint">The sender; null if the call does not tell it: <see cref="UdpSocket.ReceiveFromAsync(Memory{byte}, CancellationToken)"/> does.</param>
/// <param name="DestinationAddress">The address that it was sent to, if <see cref="UdpSocket.ReceivesDestinations"/> is on.</param>
/// <param name="InterfaceIndex">The index of the interface that it came in by, if <see cref="UdpSocket.ReceivesDestinations"/> is on; else 0.</param>
public readonly record struct ReceivedDatagram(
    int Length, bool IsTruncated, IPEndPoint? RemoteEndPoint = null, IPAddress? DestinationAddress = null, int InterfaceIndex = 0)
{
    internal static ValueTask<ReceivedDatagram> From(ValueTask<DatagramReceipt> receive)
        => receive.IsCompletedSuccessfully ? new ValueTask<ReceivedDatagram>(From(receive.Result)) : AwaitAsync(receive);

    private static ReceivedDatagram From(DatagramReceipt receipt)
        => new(receipt.Length, receipt.IsTruncated, (IPEndPoint?)receipt.RemoteEndPoint, receipt.DestinationAddress, receipt.InterfaceIndex);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ReceivedDatagram> AwaitAsync(ValueTask<DatagramReceipt> receive) => From(await receive.ConfigureAwait(false));
}
