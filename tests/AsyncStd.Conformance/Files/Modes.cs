namespace AsyncStdConformance.Files;

/// <summary>Permission bits behind the driver's back, where the system has them.</summary>
public static class Modes
{
    public static UnixFileMode Get(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
