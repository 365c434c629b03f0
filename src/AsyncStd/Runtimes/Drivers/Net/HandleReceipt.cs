namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What came with a message that can carry handles.</summary>
/// <param name="Length">How many bytes were received; 0 at the end of a stream.</param>
/// <param name="HandleCount">How many handles were received.</param>
/// <param name="AreHandlesTruncated">Whether more came than fit; those were closed, see MSG_CTRUNC in recvmsg(2).</param>
/// <param name="IsTruncated">Whether the message was longer than the buffer; never for a stream.</param>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct HandleReceipt(int Length, int HandleCount, bool AreHandlesTruncated, bool IsTruncated);
