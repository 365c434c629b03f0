namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>What to start as a child process, and how.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record ProcessSpec
{
    /// <summary>The program: a path, or a name that is looked for in the PATH of this process. A relative path starts from this
    /// process's directory, not from <see cref="WorkingDirectory"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, without the program's own name; each arrives as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The program's own name as it sees it; null: <see cref="FileName"/>. Needs
    /// <see cref="ProcessCapabilities.ArgumentZero"/>.</summary>
    public string? ArgumentZero { get; init; }

    /// <summary>Text to append to the command line as it is; null: none. Needs
    /// <see cref="ProcessCapabilities.RawCommandLine"/>.</summary>
    public string? RawArguments { get; init; }

    /// <summary>The directory to start in; null: this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether the child starts from an empty environment instead of a copy of this process's.</summary>
    public bool ClearEnvironment { get; init; }

    /// <summary>Variables to set; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty;

    /// <summary>What the child reads as its input.</summary>
    public ProcessStdio StandardInput { get; init; } = ProcessStdio.Inherit;

    /// <summary>Where the child's output goes.</summary>
    public ProcessStdio StandardOutput { get; init; } = ProcessStdio.Inherit;

    /// <summary>Where the child's error messages go.</summary>
    public ProcessStdio StandardError { get; init; } = ProcessStdio.Inherit;

    /// <summary>Whether disposing the child kills it if it still runs; otherwise it goes on.</summary>
    public bool KillOnDispose { get; init; }

    /// <summary>Whether the system kills the child when this process ends; needs
    /// <see cref="ProcessCapabilities.KillOnParentExit"/>.</summary>
    public bool KillOnParentExit { get; init; }

    /// <summary>The process group to put the child in; 0: a new one of its own; null: this process's. Needs
    /// <see cref="ProcessCapabilities.ProcessGroups"/>, see setpgid(2).</summary>
    public int? ProcessGroup { get; init; }

    /// <summary>Whether the child gets a session of its own, without a terminal; needs
    /// <see cref="ProcessCapabilities.Sessions"/>.</summary>
    public bool NewSession { get; init; }

    /// <summary>Whether the child gets no console window, on systems that would open one.</summary>
    public bool HideWindow { get; init; }

    /// <summary>The user to run as; null: this process's. Needs <see cref="ProcessCapabilities.Users"/>, see setuid(2).</summary>
    public uint? UserId { get; init; }

    /// <summary>The group to run as; null: this process's. Needs <see cref="ProcessCapabilities.Users"/>, see
    /// setgid(2).</summary>
    public uint? GroupId { get; init; }

    /// <summary>The further groups; null: none if <see cref="UserId"/> is given, else this process's. Needs
    /// <see cref="ProcessCapabilities.Users"/>, see setgroups(2).</summary>
    public IReadOnlyList<uint>? SupplementaryGroupIds { get; init; }

    /// <summary>Handles that the child inherits under the numbers that they have here; they stay the caller's. Needs
    /// <see cref="ProcessCapabilities.HandlePassing"/>.</summary>
    public IReadOnlyList<SafeHandle> InheritedHandles { get; init; } = [];

    /// <summary>More flags for the system's call, as its headers number them; needs <see cref="ProcessCapabilities.NativeFlags"/>
    /// unless 0.</summary>
    public uint NativeFlags { get; init; }
}
