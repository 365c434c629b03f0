namespace AsyncStdConformance.Seeded;

/// <summary>Nothing can run, no timer is set, and somebody still waits.</summary>
public sealed class DeadlockException(string message) : InvalidOperationException(message);
