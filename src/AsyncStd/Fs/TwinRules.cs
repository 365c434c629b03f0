namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

/// <summary>What the BCL does in a listing, and a walk of this library otherwise.</summary>
/// <param name="IgnoresInaccessible">Whether a directory that permission is missing for is passed over, be it the start.</param>
/// <param name="ReturnsSpecialDirectories">Whether each directory that is listed has <c>.</c> and <c>..</c> among its entries.</param>
internal sealed record TwinRules(bool IgnoresInaccessible, bool ReturnsSpecialDirectories)
{
    /// <summary>ENOTDIR and ERROR_DIRECTORY, which stand in <see cref="Exception.HResult"/> when something else has taken the place of a directory.</summary>
    private const int NotDirectoryOnUnix = 20;
    private const int NotDirectoryOnWindows = unchecked((int)0x8007010B);

    /// <summary>Whether a directory that cannot be listed is passed over. One that was removed since it was found always is; anything else is thrown.</summary>
    public bool PassesOver(Exception failure, bool isStart)
        => failure is UnauthorizedAccessException
            ? IgnoresInaccessible
            : !isStart && failure is DirectoryNotFoundException or FileNotFoundException or IOException { HResult: NotDirectoryOnUnix or NotDirectoryOnWindows };

    public static DirEntry Special(DirectoryNode directory, string name)
        => new(directory, new DirectoryItem { Name = name, Kind = FileKind.Directory }, FileKind.Directory);

    public static bool IsSpecial(string name) => name is "." or "..";
}
