namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net;
using System.Net.Sockets;

/// <summary>The file that a Unix socket is bound to: the system leaves it behind when the socket is closed.</summary>
/// <remarks>It is known again by what it is and not by its name alone: by then another socket, or something else, may stand there.</remarks>
internal sealed class BoundPath
{
    private const int FamilyLength = 2;

    private readonly string _path;
    private readonly LinuxStat _bound;

    private BoundPath(string path, in LinuxStat bound)
    {
        _path = path;
        _bound = bound;
    }

    /// <summary>The file of an address that was bound just now, wherever the process stands later; null if it has none, because its name is abstract.</summary>
    public static BoundPath? Of(UnixDomainSocketEndPoint local)
    {
        SocketAddress address = local.Serialize();
        if (address.Size <= FamilyLength || address[FamilyLength] == 0)
        {
            return null;
        }

        // Not Path.GetFullPath: what ".." means is decided by the links before it.
        string path = Path.Join(Path.IsPathRooted(local.ToString()) ? null : Environment.CurrentDirectory, local.ToString());
        return new LinuxAt(null, path).Stat(out LinuxStat bound, followLinks: false) == 0 ? new BoundPath(path, bound) : null;
    }

    /// <summary>Removes the file, if it is still there.</summary>
    public void Remove()
    {
        if (new LinuxAt(null, _path).Stat(out LinuxStat found, followLinks: false) != 0 || !found.IsSame(_bound) || found.Kind != FileKind.Socket)
        {
            return;
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closing never throws; what is left is found by the next bind, which says so.
        }
    }
}
