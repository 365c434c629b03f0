namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>Whether a copy may share its blocks with the original until one of them is written.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileCloning
{
    /// <summary>Where it works.</summary>
    Allow,

    /// <summary>The copy fails where it does not work.</summary>
    Require,

    /// <summary>Never: the copy gets blocks of its own.</summary>
    Forbid,
}
