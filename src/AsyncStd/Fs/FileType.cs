namespace AsyncStd.Fs;

/// <summary>What stands under a name.</summary>
public enum FileType
{
    /// <summary>The listing did not tell: ask for the metadata.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, or what serves as one on Windows: a junction.</summary>
    SymbolicLink,

    /// <summary>A named pipe, see fifo(7).</summary>
    Fifo,

    /// <summary>A Unix socket.</summary>
    Socket,

    /// <summary>A device that is read and written as a stream: a terminal, <c>/dev/null</c>.</summary>
    CharacterDevice,

    /// <summary>A device that is read and written in blocks.</summary>
    BlockDevice,

    /// <summary>Something that this list does not have.</summary>
    Other,
}
