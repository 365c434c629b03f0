namespace AsyncStdConformance.Files;

using System.Diagnostics.CodeAnalysis;

/// <summary>A file system of its own that is soon full; where mounting is allowed.</summary>
public sealed class SmallDisk : IDisposable
{
    public const int Bytes = 256 * 1024;

    private readonly string _place;

    private SmallDisk(string place) => _place = place;

    /// <summary>Puts one at an empty directory. A process that may not, as most, gets none.</summary>
    public static bool TryMount(string place, [NotNullWhen(true)] out SmallDisk? disk)
    {
        string answer = Shell.Sh($"mount -t tmpfs -o size={Bytes} async-std-test \"$1\" 2>/dev/null && echo mounted || true", place);
        disk = answer.Trim() == "mounted" ? new SmallDisk(place) : null;
        return disk is not null;
    }

    public void Dispose() => Shell.Run("umount", _place);
}
