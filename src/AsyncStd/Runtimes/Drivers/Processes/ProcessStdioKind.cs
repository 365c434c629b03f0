namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a standard stream of a child is connected to.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum ProcessStdioKind
{
    /// <summary>The same stream of this process.</summary>
    Inherit,

    /// <summary>Nothing: reads meet the end, writes are swallowed.</summary>
    Null,

    /// <summary>A pipe, whose other end <see cref="IChildProcess"/> has.</summary>
    Pipe,

    /// <summary>An open file, pipe or terminal.</summary>
    Handle,
}
