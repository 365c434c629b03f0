namespace AsyncStd.Runtimes.Drivers;

/// <summary>Whether a copy may share its blocks with the original until one of them is written.</summary>
public enum FileCloning
{
    /// <summary>Where it works.</summary>
    Allow,

    /// <summary>The copy fails where it does not work.</summary>
    Require,

    /// <summary>Never: the copy gets blocks of its own.</summary>
    Forbid,
}
