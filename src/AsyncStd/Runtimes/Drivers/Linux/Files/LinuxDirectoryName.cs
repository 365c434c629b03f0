namespace AsyncStd.Runtimes.Drivers;

/// <summary>What a directory is called: a path, or a name in another directory. Joined only when somebody asks: the paths of a deep tree are long.</summary>
internal sealed class LinuxDirectoryName(LinuxDirectoryName? parent, string name)
{
    /// <summary>What a directory in it, or its parent, is called.</summary>
    public LinuxDirectoryName Of(string child) => child == ".." && parent is not null ? parent : new LinuxDirectoryName(this, child);

    public override string ToString()
    {
        if (parent is null)
        {
            return name;
        }

        var names = new Stack<string>();
        LinuxDirectoryName? at = this;
        for (; at is not null; at = at.Parent)
        {
            names.Push(at.Name);
        }

        string first = names.Pop();
        return (first.EndsWith('/') ? first : first + "/") + string.Join('/', names);
    }

    private LinuxDirectoryName? Parent => parent;

    private string Name => name;
}
