namespace AsyncStd.Runtimes.Drivers;

/// <summary>The locks that stand for <see cref="FileShare"/>, as the base class library takes them: programs of both sorts keep away from each other.</summary>
internal static class LinuxLocking
{
    /// <summary>Whether none are taken at all: the switch of the base class library, read as it reads it.</summary>
    private static readonly bool s_areSwitchedOff = AreSwitchedOff(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING"));

    /// <summary>The lock for a way to open a file; null if none is needed.</summary>
    public static int? OperationFor(FileOpenOptions options)
        => s_areSwitchedOff || FileArguments.IsShared(options.Share) ? null
            : (options.Share & FileShare.ReadWrite) == FileShare.None ? LinuxFlags.LockExclusive
            : LinuxFlags.LockShared;

    /// <summary>Whether an open file may have a shared lock. The system is asked only if that depends on where the file is.</summary>
    /// <remarks>Asked of each file anew: what is mounted may change, and the number of a device be another's.</remarks>
    public static bool MayShare(int descriptor, FileAccess access)
        => (access & FileAccess.Write) == 0 || MayShareOn(LinuxCalls.TypeOfFileSystem(descriptor), access);

    /// <summary>Whether a file on a file system of a sort may have one. On NFS, CIFS and SMB it keeps its own holder from writing, see
    /// https://github.com/dotnet/runtime/issues/44546.</summary>
    public static bool MayShareOn(uint type, FileAccess access)
        => (access & FileAccess.Write) == 0 || type is not (LinuxFlags.Nfs or LinuxFlags.Cifs or LinuxFlags.Smb or LinuxFlags.Smb2);

    /// <summary>What the variable means; without one, or with any other word in it, the switch in the program's configuration counts.</summary>
    public static bool AreSwitchedOff(string? variable)
        => variable?.ToUpperInvariant() switch
        {
            "1" or "TRUE" => true,
            "0" or "FALSE" => false,
            _ => AppContext.TryGetSwitch("System.IO.DisableFileLocking", out bool isDisabled) && isDisabled,
        };
}
