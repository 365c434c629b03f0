namespace AsyncStdTests.Runtimes.Executors;

/// <summary>The names of threads as Linux knows them, see proc_pid_comm(5).</summary>
internal static class ThreadNames
{
    public static IReadOnlyList<string> OfThisProcess()
    {
        var names = new List<string>();
        foreach (string folder in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                names.Add(File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n'));
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        return names;
    }
}
