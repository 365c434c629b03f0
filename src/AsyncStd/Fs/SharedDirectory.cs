namespace AsyncStd.Fs;

/// <summary>A directory of a walk by several tasks, of which more than one may need it open: see <see cref="SharedDirectories"/>.</summary>
internal sealed class SharedDirectory : DirectoryNode
{
    /// <summary>The start of a walk.</summary>
    public SharedDirectory(string path)
        : base(path)
    {
    }

    public SharedDirectory(SharedDirectory above, string name, bool isLink)
        : base(above, name, isLink) => Above = above;

    /// <summary>The directory that it is in; null for the start.</summary>
    public SharedDirectory? Above { get; }

    /// <summary>Whether what comes out of its listing is a visitor's exception, which is never taken for one of the listing.</summary>
    public bool VisitFailed { get; set; }

    /// <summary>How many use its reader just now. Under the lock of the walk, as all below.</summary>
    public int Users { get; set; }

    /// <summary>How many directories in it wait to be listed.</summary>
    public int WaitingBelow { get; set; }

    /// <summary>Its place among those that are open although nobody uses them.</summary>
    public LinkedListNode<SharedDirectory> Place => field ??= new(this);
}
