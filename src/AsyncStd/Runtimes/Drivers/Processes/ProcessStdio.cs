namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a standard stream of a child is connected to, with the handle if it is one.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record ProcessStdio
{
    private ProcessStdio(ProcessStdioKind kind, IFileHandle? handle)
    {
        Kind = kind;
        Handle = handle;
    }

    /// <summary>The same stream of this process.</summary>
    public static ProcessStdio Inherit { get; } = new(ProcessStdioKind.Inherit, null);

    /// <summary>Nothing: reads meet the end, writes are swallowed.</summary>
    public static ProcessStdio Null { get; } = new(ProcessStdioKind.Null, null);

    /// <summary>A pipe, whose other end <see cref="IChildProcess"/> has.</summary>
    public static ProcessStdio Pipe { get; } = new(ProcessStdioKind.Pipe, null);

    /// <summary>Which of them.</summary>
    public ProcessStdioKind Kind { get; }

    /// <summary>The handle; null unless <see cref="Kind"/> is <see cref="ProcessStdioKind.Handle"/>.</summary>
    public IFileHandle? Handle { get; }

    /// <summary>An open file, pipe or terminal; needs <see cref="ProcessCapabilities.HandlePassing"/>.</summary>
    /// <param name="handle">The handle, of a driver of the same system. The child gets a copy; this one stays the caller's, who
    /// may close it once the child is started.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handle"/> is null.</exception>
    public static ProcessStdio FromHandle(IFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new ProcessStdio(ProcessStdioKind.Handle, handle);
    }
}
