namespace AsyncStd.Fs;

/// <summary>Who may do what with a file: the permission bits where there are some, else the read-only attribute.</summary>
/// <example><code>
/// static async Task Protect(string path)
/// {
///     Permissions now = (await File.MetadataAsync(path)).Permissions;
///     await File.SetPermissionsAsync(path, now.WithReadOnly(true));
/// }
/// </code></example>
public readonly record struct Permissions
{
    private const UnixFileMode AllWrite = System.IO.UnixFileMode.UserWrite | System.IO.UnixFileMode.GroupWrite | System.IO.UnixFileMode.OtherWrite;

    private readonly bool _isReadOnly;

    /// <summary>Permission bits.</summary>
    /// <param name="mode">The bits.</param>
    public Permissions(UnixFileMode mode) => UnixFileMode = mode;

    /// <summary>The read-only attribute alone, for systems without bits.</summary>
    /// <param name="isReadOnly">Whether it is set.</param>
    public Permissions(bool isReadOnly) => _isReadOnly = isReadOnly;

    /// <summary>The bits; null where the system has none.</summary>
    public UnixFileMode? UnixFileMode { get; }

    /// <summary>Whether nobody may write. Says nothing about a privileged user, and nothing about access lists.</summary>
    public bool IsReadOnly => UnixFileMode is { } mode ? (mode & AllWrite) == 0 : _isReadOnly;

    /// <summary>A changed copy, which is yet to be set on a file.</summary>
    /// <param name="isReadOnly">True takes the right to write from all, false gives it to the owner alone.</param>
    /// <returns>The copy.</returns>
    public Permissions WithReadOnly(bool isReadOnly) => UnixFileMode is { } mode
        ? new Permissions(isReadOnly ? mode & ~AllWrite : mode | System.IO.UnixFileMode.UserWrite)
        : new Permissions(isReadOnly);
}
