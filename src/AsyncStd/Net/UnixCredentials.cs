namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>Who is at the other end of a Unix socket.</summary>
/// <param name="UserId">The effective user.</param>
/// <param name="GroupId">The effective group.</param>
/// <param name="ProcessId">The process; null if the system does not tell. It may have ended since, and the number may be another's by now.</param>
public readonly record struct UnixCredentials(uint UserId, uint GroupId, int? ProcessId)
{
    internal static UnixCredentials From(PeerIdentity identity) => new(identity.UserId, identity.GroupId, identity.ProcessId);
}
