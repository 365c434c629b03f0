namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;

/// <summary>What somebody wants of the next message.</summary>
internal readonly record struct DatagramRequest
{
    /// <summary>Where it goes.</summary>
    public required Memory<byte> Buffer { get; init; }

    /// <summary>Where the sender's address goes; null: nowhere, or into the receipt.</summary>
    public SocketAddress? Sender { get; init; }

    /// <summary>Whether the receipt tells the sender.</summary>
    public bool TellsSender { get; init; }

    /// <summary>Whether the receipt tells where the message was sent to.</summary>
    public bool TellsDestination { get; init; }

    /// <summary>Whether the message is left where it is.</summary>
    public bool Peek { get; init; }

    /// <summary>Makes the sender's end point, if it is to be told.</summary>
    public EndPoint? EndPointFactory { get; init; }
}
