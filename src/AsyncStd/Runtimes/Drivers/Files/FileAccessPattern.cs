namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How a file will be read: a hint to the system's cache, see posix_fadvise(2).</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileAccessPattern
{
    /// <summary>Nothing is known.</summary>
    Normal,

    /// <summary>From the start to the end.</summary>
    Sequential,

    /// <summary>Here and there: reading ahead is of no use.</summary>
    Random,
}
