namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

/// <summary>The way from the start of a walk down to where it is, with as few directories open as it takes to open the next by its name alone.</summary>
/// <remarks>
/// <para>Paths have a limit, and so have open files. So each directory is opened relative to its parent, and of the way the last <see cref="Window"/> directories are
/// kept open, and above those each <see cref="Stride"/>th. Coming back to one that was closed opens it again from the nearest open one above, at most once for each
/// level.</para>
/// <para>Never by <c>..</c>: were the directory moved meanwhile, that would lead somewhere else. A removal must not be led astray like that.</para>
/// </remarks>
internal sealed class OpenDirectories : IDisposable
{
    private const int Window = 64;
    private const int Stride = 128;

    private readonly List<DirectoryNode> _way = [];

    public int Count => _way.Count;

    public DirectoryNode Last => _way[^1];

    public void Push(DirectoryNode node)
    {
        _way.Add(node);
        int old = _way.Count - 1 - Window;
        if (old > 0 && old % Stride != 0)
        {
            _way[old].Close();
        }
    }

    public void Pop()
    {
        _way[^1].Close();
        _way.RemoveAt(_way.Count - 1);
    }

    /// <summary>Opens the last directory, if it is not open.</summary>
    public async ValueTask<IDirectoryReader> OpenLastAsync(CancellationToken cancellationToken)
    {
        int level = _way.Count - 1;
        while (level > 0 && _way[level].Reader is null)
        {
            level--;
        }

        IDirectoryReader reader = _way[level].Reader ??= await Driver.Files.OpenDirectoryAsync(_way[level].FullPath, cancellationToken).ConfigureAwait(false);
        for (level++; level < _way.Count; level++)
        {
            DirectoryNode node = _way[level];
            reader = await reader.OpenDirectoryAsync(node.Name, node.IsLink, cancellationToken).ConfigureAwait(false);
            node.Reader = reader;
        }

        return reader;
    }

    public void Dispose()
    {
        foreach (DirectoryNode node in _way)
        {
            node.Close();
        }

        _way.Clear();
    }
}
