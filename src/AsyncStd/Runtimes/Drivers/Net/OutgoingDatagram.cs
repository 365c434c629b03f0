namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;

/// <summary>One message of a batch to be sent.</summary>
/// <param name="Payload">The message.</param>
/// <param name="Destination">Where it goes, see <see cref="EndPoint.Serialize"/>; null: to the connected address.</param>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct OutgoingDatagram(ReadOnlyMemory<byte> Payload, SocketAddress? Destination);
