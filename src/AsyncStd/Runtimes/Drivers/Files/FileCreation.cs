namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>Whether opening may create, or must.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileCreation
{
    /// <summary>The file must exist.</summary>
    OpenExisting,

    /// <summary>The file is created if it is missing.</summary>
    OpenOrCreate,

    /// <summary>The file must not exist, not even as a dangling symbolic link; checked and created in one step.</summary>
    CreateNew,
}
