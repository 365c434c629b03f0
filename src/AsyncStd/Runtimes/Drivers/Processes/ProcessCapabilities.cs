namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a process driver can do beyond what every driver must.</summary>
[Flags]
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum ProcessCapabilities
{
    /// <summary>Nothing beyond the common part.</summary>
    None = 0,

    /// <summary>Children can be given handles as their streams, and handles to inherit.</summary>
    HandlePassing = 1 << 0,

    /// <summary>Children can get a process group of their own, and groups can be signalled.</summary>
    ProcessGroups = 1 << 1,

    /// <summary>Children can get a session of their own, see setsid(2).</summary>
    Sessions = 1 << 2,

    /// <summary>Children can run as another user or group.</summary>
    Users = 1 << 3,

    /// <summary>The name that a child sees as its own can be chosen.</summary>
    ArgumentZero = 1 << 4,

    /// <summary>A command line can be passed as it is, for programs that split it by rules of their own.</summary>
    RawCommandLine = 1 << 5,

    /// <summary>Children can be sent signals other than to end.</summary>
    Signals = 1 << 6,

    /// <summary>Signals can be named by the system's own numbers.</summary>
    RawSignals = 1 << 7,

    /// <summary>A child can be asked politely to end.</summary>
    Terminate = 1 << 8,

    /// <summary>Descendants can be killed with a child.</summary>
    KillTree = 1 << 9,

    /// <summary>Children can be made to end with this process.</summary>
    KillOnParentExit = 1 << 10,

    /// <summary>This process can be replaced by another program.</summary>
    Replace = 1 << 11,

    /// <summary>Children are identified by a handle, so that a signal never reaches a stranger with a reused number, see
    /// pidfd_open(2).</summary>
    ProcessHandles = 1 << 12,

    /// <summary><see cref="ProcessSpec.NativeFlags"/> are passed on.</summary>
    NativeFlags = 1 << 13,

    /// <summary>A signal that ended a child is told as one; without it, <see cref="ProcessExit.Code"/> is 128 plus its
    /// number.</summary>
    ExitSignals = 1 << 14,
}
