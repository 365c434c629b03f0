namespace AsyncStd.Runtimes;

/// <summary>The ids of what may still change without notice. Each has its page in <c>docs/experimental</c>; a test compares the two.</summary>
internal static class Experiments
{
    /// <summary>Where a page is, from the root of the repository; <c>{0}</c> is the id.</summary>
    public const string Url = "docs/experimental/{0}.md";

    /// <summary>What a worker parks and polls on: no driver but the plain one has tried it yet.</summary>
    public const string WorkerDrivers = "ASTD0001";

    /// <summary>The interfaces to files, network and processes: a ring and a simulation have not tried them yet.</summary>
    public const string OutsideWorld = "ASTD0002";

    /// <summary>Writing a runtime, a view or an operation of one's own.</summary>
    public const string OwnRuntimes = "ASTD0003";
}
