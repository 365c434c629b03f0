namespace AsyncStd.Fs;

/// <summary>What a part of a path is.</summary>
public enum PathComponentKind
{
    /// <summary>A drive or a share, on Windows only: <c>C:</c>, <c>\\server\share</c>.</summary>
    Prefix,

    /// <summary>The separator that makes a path start at the top.</summary>
    Root,

    /// <summary>A dot at the start: the current directory.</summary>
    CurrentDirectory,

    /// <summary>Two dots: the directory above, wherever the file system knows that to be.</summary>
    ParentDirectory,

    /// <summary>The name of a file or directory.</summary>
    Name,
}
