namespace AsyncStd.Runtimes.Drivers;

/// <summary>How a runtime reaches files and directories.</summary>
public interface IFileSystem
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>linux</c>, …</summary>
    string Name { get; }
}
