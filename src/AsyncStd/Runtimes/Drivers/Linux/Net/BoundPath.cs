namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net.Sockets;

/// <summary>The files that Unix sockets are bound to: the system leaves them behind when a socket is closed.</summary>
internal static class BoundPath
{
    /// <summary>The file of an address, wherever the process stands later; null if its name is abstract.</summary>
    public static string? Of(UnixDomainSocketEndPoint local)
    {
        string path = local.ToString();
        return path.StartsWith('@') || path.StartsWith('\0') ? null : Path.GetFullPath(path);
    }

    /// <summary>Removes a file, if there is one to remove.</summary>
    public static void Remove(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closing never throws; what is left is found by the next bind, which says so.
        }
    }
}
