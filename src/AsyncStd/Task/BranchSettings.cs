namespace AsyncStd.Task;

/// <summary>How a branch is to be run.</summary>
/// <param name="Limit">How long until it is asked to stop.</param>
/// <param name="IsShield">Whether nothing but the limit stops it.</param>
/// <param name="CancellationToken">Asks it to stop.</param>
/// <param name="File">Where it was started.</param>
/// <param name="Line">The line there.</param>
internal readonly record struct BranchSettings(TimeSpan Limit, bool IsShield, CancellationToken CancellationToken, string? File, int Line);
