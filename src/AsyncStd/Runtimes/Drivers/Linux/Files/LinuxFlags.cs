namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>Numbers from the headers of the kernel. Those of open(2) that differ between x64 and arm64 are properties.</summary>
internal static class LinuxFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoTerminal = 0x100;
    public const int Truncate = 0x200;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int Sync = 0x101000;
    public const int CloseOnExec = 0x80000;

    public const int CurrentDirectory = -100;
    public const int NoFollow = 0x100;
    public const int RemoveDirectory = 0x200;
    public const int EmptyPath = 0x1000;

    public const int NoWait = 8;

    public const int LockShared = 1;
    public const int LockExclusive = 2;
    public const int LockNoWait = 4;
    public const int LockRelease = 8;

    public const int GetStatusFlags = 3;
    public const int SetStatusFlags = 4;
    public const int DuplicateCloseOnExec = 1030;

    public const uint RenameNoReplace = 1;
    public const uint RenameExchange = 2;

    public const int KeepLength = 1;
    public const nuint CloneFile = 0x40049409;

    public const int AdviseRandom = 1;
    public const int AdviseSequential = 2;

    public const int PollIn = 1;
    public const int PollOut = 4;
    public const int PollError = 8;
    public const int PollHangUp = 16;

    public const int EventAdd = 1;
    public const int EventRemove = 2;
    public const int EventChange = 3;
    public const uint EventOneShot = 1u << 30;
    public const uint NotifyOpen = 0x20;

    public const uint Nfs = 0x6969;
    public const uint Smb = 0x517B;
    public const uint Cifs = 0xFF534D42;
    public const uint Smb2 = 0xFE534D42;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int MustBeDirectory => IsArm ? 0x4000 : 0x10000;

    public static int RefuseLink => IsArm ? 0x8000 : 0x20000;

    public static int Direct => IsArm ? 0x10000 : 0x4000;
}
