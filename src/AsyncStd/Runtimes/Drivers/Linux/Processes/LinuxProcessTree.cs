namespace AsyncStd.Runtimes.Drivers;

using System.Globalization;
using System.Runtime.Versioning;

/// <summary>Finds the descendants of a process in <c>/proc</c>.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxProcessTree
{
    /// <summary>Stops, then kills everything below a process that is stopped itself. Best effort: one that was re-parented before is not found.</summary>
    /// <param name="root">The process above them.</param>
    /// <param name="processes">Where the system lists its processes: <c>/proc</c>.</param>
    public static void KillDescendants(int root, string processes)
    {
        List<int> found = [];
        try
        {
            for (var parents = new Queue<int>([root]); parents.TryDequeue(out int parent);)
            {
                foreach (int child in ChildrenOf(parent, processes))
                {
                    if (ProcessNative.kill(child, ProcessNative.SIGSTOP) == 0)
                    {
                        found.Add(child);
                        parents.Enqueue(child);
                    }
                }
            }
        }
        finally
        {
            foreach (int descendant in found)
            {
                _ = ProcessNative.kill(descendant, ProcessNative.SIGKILL);
            }
        }
    }

    private static List<int> ChildrenOf(int parent, string processes)
    {
        List<int> children = [];
        foreach (string folder in Directory.EnumerateDirectories(processes))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && ParentOf(folder) == parent)
            {
                children.Add(id);
            }
        }

        return children;
    }

    private static int ParentOf(string folder)
    {
        try
        {
            // "id (name) state parent …": the name may contain anything, also brackets.
            string text = File.ReadAllText(folder + "/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException { HResult: ProcessNative.ESRCH })
        {
            return 0; // it has ended, or is hidden as a stranger's; too many open files say nothing of the kind
        }
    }
}
