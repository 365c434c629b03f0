namespace AsyncStd.Runtimes.Drivers;

/// <summary>How a runtime reaches sockets and names.</summary>
public interface INetwork
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>linux</c>, …</summary>
    string Name { get; }
}
