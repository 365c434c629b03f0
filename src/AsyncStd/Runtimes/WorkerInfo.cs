namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;

/// <summary>The worker that a <see cref="WorkerDriver"/> is made for.</summary>
/// <param name="Runtime">The runtime.</param>
/// <param name="Index">The worker's number, from 0.</param>
/// <param name="Affinity">The key by which items are scheduled onto this very worker.</param>
[Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
public readonly record struct WorkerInfo(Runtime Runtime, int Index, int Affinity);
