namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What stands under a name.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileKind
{
    /// <summary>Not told; ask for the metadata.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    RegularFile,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, or what serves as one: a junction.</summary>
    SymbolicLink,

    /// <summary>A named pipe, see fifo(7).</summary>
    Fifo,

    /// <summary>A Unix socket.</summary>
    Socket,

    /// <summary>A device read and written as a stream: a terminal, <c>/dev/null</c>.</summary>
    CharacterDevice,

    /// <summary>A device read and written in blocks.</summary>
    BlockDevice,

    /// <summary>Something that this list does not have.</summary>
    Other,
}
