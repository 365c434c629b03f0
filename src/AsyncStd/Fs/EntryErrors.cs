namespace AsyncStd.Fs;

/// <summary>What becomes of an entry that cannot be read, or a directory below that cannot be listed.</summary>
public enum EntryErrors
{
    /// <summary>The enumeration throws it, and ends.</summary>
    Throw,

    /// <summary>It comes as an entry of its own, with <see cref="DirEntry.Error"/>. A directory that cannot be listed so comes twice: as an entry, and with its error.</summary>
    Yield,

    /// <summary>It is left out.</summary>
    Skip,
}
