namespace AsyncStd.Runtimes.Drivers;

/// <summary>Whether opening may create, or must.</summary>
public enum FileCreation
{
    /// <summary>The file must exist.</summary>
    OpenExisting,

    /// <summary>The file is created if it is missing.</summary>
    OpenOrCreate,

    /// <summary>The file must not exist, not even as a dangling symbolic link; checked and created in one step.</summary>
    CreateNew,
}
