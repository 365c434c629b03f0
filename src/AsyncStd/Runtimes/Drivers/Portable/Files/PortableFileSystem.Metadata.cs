namespace AsyncStd.Runtimes.Drivers;

/// <summary>What files say about themselves, and changing it.</summary>
internal sealed partial class PortableFileSystem
{
    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For("describe", path, followLinks, Describe, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FileMetadata?> TryGetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For("describe", path, followLinks, static (path, followLinks) => PortableMetadata.Find(path, followLinks), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetUnixModeAsync(string path, UnixFileMode mode, bool followLinks, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileFailure.Demand(this, FileSystemCapabilities.UnixModes, "set permission bits");
        return FileCall.Do(
            "set the permissions of",
            path,
            (mode, followLinks),
            static (path, s) =>
            {
                if (!s.followLinks && new FileInfo(path).LinkTarget is not null)
                {
                    throw new NotSupportedException("The permissions of a symbolic link itself cannot be set.");
                }

                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(path, s.mode);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetAttributesAsync(string path, FileAttributes attributes, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do("set the attributes of", path, attributes, File.SetAttributes, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetTimesAsync(string path, FileTimes times, bool followLinks, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        ArgumentNullException.ThrowIfNull(times);
        PortableMetadata.CheckTimes(times);
        return FileCall.Do(
            "set the times of",
            path,
            (times, followLinks),
            static (path, s) =>
            {
                Describe(path, s.followLinks); // says what is missing if something is
                PortableMetadata.SetTimes(path, s.times, s.followLinks);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetOwnerAsync(string path, uint? userId, uint? groupId, bool followLinks, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        throw FileFailure.Lacking(this, FileSystemCapabilities.Owners, "change the owner of files");
    }

    /// <inheritdoc/>
    public ValueTask SetEncryptionAsync(string path, bool encrypted, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileFailure.Demand(this, FileSystemCapabilities.Encryption, "encrypt files");
        return FileCall.Do(
            encrypted ? "encrypt" : "decrypt",
            path,
            encrypted,
            static (path, encrypted) =>
            {
                if (OperatingSystem.IsWindows())
                {
                    (encrypted ? (Action<string>)File.Encrypt : File.Decrypt)(path);
                }
            },
            cancellationToken,
            BlockingKind.Long);
    }

    internal static FileMetadata Describe(string path, bool followLinks)
    {
        if (PortableMetadata.Find(path, followLinks) is { } metadata)
        {
            return metadata;
        }

        // Which exception it is: the base class library looks for the directory on the way.
        if (!PortableMetadata.Exists(path))
        {
            File.GetAttributes(path);
        }

        throw new FileNotFoundException(path.EndsWith(Path.DirectorySeparatorChar) ? "It is no directory." : "The symbolic link leads nowhere.");
    }
}
