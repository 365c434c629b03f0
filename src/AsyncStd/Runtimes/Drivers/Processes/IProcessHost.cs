namespace AsyncStd.Runtimes.Drivers;

/// <summary>How a runtime starts child processes, hears signals and opens its own standard streams.</summary>
public interface IProcessHost
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>linux</c>, …</summary>
    string Name { get; }
}
