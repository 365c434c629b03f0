namespace AsyncStd.Runtimes;

/// <summary>The runtimes that have run something and have not ended. Keeps none of them alive.</summary>
internal static class LiveRuntimes
{
    private static readonly Lock s_lock = new();
    private static readonly List<WeakReference<Runtime>> s_runtimes = [];

    /// <summary>Those there are now.</summary>
    public static List<Runtime> All
    {
        get
        {
            var all = new List<Runtime>();
            lock (s_lock)
            {
                foreach (WeakReference<Runtime> weak in s_runtimes)
                {
                    if (weak.TryGetTarget(out Runtime? runtime))
                    {
                        all.Add(runtime);
                    }
                }
            }

            return all;
        }
    }

    /// <summary>A runtime has its first task.</summary>
    public static void Add(Runtime runtime)
    {
        lock (s_lock)
        {
            s_runtimes.RemoveAll(weak => !weak.TryGetTarget(out _));
            s_runtimes.Add(new WeakReference<Runtime>(runtime));
        }
    }

    /// <summary>A runtime has ended.</summary>
    public static void Remove(Runtime runtime)
    {
        lock (s_lock)
        {
            s_runtimes.RemoveAll(weak => !weak.TryGetTarget(out Runtime? target) || target == runtime);
        }
    }
}
