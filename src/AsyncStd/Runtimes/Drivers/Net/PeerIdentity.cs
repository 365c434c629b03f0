namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>Who is at the other end of a Unix socket.</summary>
/// <param name="UserId">The effective user.</param>
/// <param name="GroupId">The effective group.</param>
/// <param name="ProcessId">The process; null if the system does not tell. It may have ended since, and the number may be
/// another's by now.</param>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct PeerIdentity(uint UserId, uint GroupId, int? ProcessId);
