namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;

/// <summary>Room for one message of a batch; the driver fills in <see cref="Receipt"/>.</summary>
/// <remarks>Mutable on purpose: an array of slots is made once and used for every batch.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public record struct DatagramSlot
{
    /// <summary>Where the message goes.</summary>
    public Memory<byte> Buffer { get; set; }

    /// <summary>Where the sender goes; null: it is told in <see cref="DatagramReceipt.RemoteEndPoint"/>.</summary>
    public SocketAddress? Sender { get; set; }

    /// <summary>What was received; written by the driver.</summary>
    public DatagramReceipt Receipt { get; set; }
}
