namespace AsyncStd.Process;

using Microsoft.Win32.SafeHandles;
using AsyncStd.Runtimes.Drivers;

/// <summary>Where a standard stream of a child leads.</summary>
public sealed class Stdio
{
    private Stdio(ProcessStdio target) => Target = target;

    /// <summary>To where this process's own leads.</summary>
    public static Stdio Inherit { get; } = new(ProcessStdio.Inherit);

    /// <summary>Nowhere: reads meet the end, writes are swallowed.</summary>
    public static Stdio Null { get; } = new(ProcessStdio.Null);

    /// <summary>To a stream of the <see cref="Child"/>.</summary>
    public static Stdio Pipe { get; } = new(ProcessStdio.Pipe);

    internal ProcessStdio Target { get; }

    /// <summary>To a file, pipe or terminal that is open.</summary>
    /// <param name="handle">The handle. The child gets a copy; this one stays the caller's, who may close it once the child is started.</param>
    /// <returns>The connection.</returns>
    /// <remarks>Needs a driver with <see cref="ProcessCapabilities.HandlePassing"/>; without it, starting throws <see cref="NotSupportedException"/>.</remarks>
    public static Stdio FromHandle(SafeFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new Stdio(ProcessStdio.FromHandle(new LentHandle(handle)));
    }

    /// <summary>To a pipe of another child: one's output becomes the other's input, and nothing passes through this process.</summary>
    /// <param name="stream">A stream of a <see cref="Child"/>. The new child gets a copy; dispose this one once it is started, or the end will not be seen.</param>
    /// <returns>The connection.</returns>
    /// <remarks>Needs a driver with <see cref="ProcessCapabilities.HandlePassing"/>; without it, starting throws <see cref="NotSupportedException"/>.</remarks>
    public static Stdio FromStream(ChildStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new Stdio(ProcessStdio.FromHandle(stream.Handle));
    }
}
