namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>What <see cref="UnixStream.ReadHandlesAsync"/> and <see cref="UnixDatagram.ReceiveHandlesAsync"/> have received, besides bytes and handles.</summary>
/// <param name="Length">How many bytes were written into the buffer; of a stream 0 is its end.</param>
/// <param name="IsTruncated">Whether a message was longer than the buffer; what did not fit is lost. Never of a stream, which keeps it for the next read.</param>
/// <param name="HandleCount">How many handles were received.</param>
/// <param name="AreHandlesTruncated">Whether more handles came than there was room for, here or in the process; those are closed. See MSG_CTRUNC in recv(2).</param>
public readonly record struct ReceivedHandles(int Length, bool IsTruncated, int HandleCount, bool AreHandlesTruncated)
{
    internal static ReceivedHandles From(HandleReceipt receipt) => new(receipt.Length, receipt.IsTruncated, receipt.HandleCount, receipt.AreHandlesTruncated);
}
