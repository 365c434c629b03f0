namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>A directory of a listing or walk: knows its place, and is open while it is listed.</summary>
/// <remarks>Names are kept, not paths: a tree of depth 10,000 then takes memory by its depth and not by its square.</remarks>
internal class DirectoryNode
{
    private string? _path;
    private volatile IDirectoryReader? _reader;

    /// <summary>The start of a listing.</summary>
    public DirectoryNode(string path)
    {
        Name = path;
        _path = path;
    }

    public DirectoryNode(DirectoryNode parent, string name, bool isLink = false)
    {
        Parent = parent;
        Name = name;
        Depth = parent.Depth + 1;
        IsLink = isLink;
    }

    public DirectoryNode? Parent { get; }

    public string Name { get; }

    public int Depth { get; }

    /// <summary>Whether it was reached by a link, which must then be followed to open it.</summary>
    public bool IsLink { get; }

    /// <summary>What makes it the same directory as another; known only where links are followed.</summary>
    public object? Identity { get; set; }

    public IDirectoryReader? Reader
    {
        get => _reader;
        set => _reader = value;
    }

    public string FullPath => _path ??= Path.Join(Parent!.FullPath, Name);

    public string PathOf(string name) => Path.Join(FullPath, name);

    public void Close()
    {
        IDirectoryReader? reader = _reader;
        _reader = null;
        reader?.Dispose();
    }

    /// <summary>Describes an entry: relative to the open directory, or if it is closed by now, by its path.</summary>
    public ValueTask<FileMetadata> GetMetadataAsync(string name, bool followLink, CancellationToken cancellationToken)
    {
        if (_reader is not { } reader)
        {
            return Driver.Files.GetMetadataAsync(PathOf(name), followLink, cancellationToken);
        }

        ValueTask<FileMetadata> pending;
        try
        {
            pending = reader.GetMetadataAsync(name, followLink, cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            // The listing ended just now.
            return Driver.Files.GetMetadataAsync(PathOf(name), followLink, cancellationToken);
        }

        return pending.IsCompletedSuccessfully ? pending : Await(pending, name, followLink, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FileMetadata> Await(ValueTask<FileMetadata> pending, string name, bool followLink, CancellationToken cancellationToken)
    {
        try
        {
            return await pending.ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The listing ended meanwhile.
        }

        return await Driver.Files.GetMetadataAsync(PathOf(name), followLink, cancellationToken).ConfigureAwait(false);
    }
}
