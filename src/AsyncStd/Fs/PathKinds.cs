namespace AsyncStd.Fs;

/// <summary>What a listing of paths is for.</summary>
[Flags]
internal enum PathKinds
{
    Files = 1,
    Directories = 2,
    All = Files | Directories,
}
