namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;

/// <summary>What is known about a received message besides its bytes.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct DatagramReceipt
{
    /// <summary>How many bytes were written into the buffer.</summary>
    public required int Length { get; init; }

    /// <summary>Whether the message was longer than the buffer; if it was taken, the rest is lost.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The sender, if the call tells it; null for a sender without a name.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The address that it was sent to, if <see cref="SocketOptions.DatagramDestinations"/> is on.</summary>
    public IPAddress? DestinationAddress { get; init; }

    /// <summary>The index of the interface that it came in by, if <see cref="SocketOptions.DatagramDestinations"/> is on; else
    /// 0.</summary>
    public int InterfaceIndex { get; init; }
}
