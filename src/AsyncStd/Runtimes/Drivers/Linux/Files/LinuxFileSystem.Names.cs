namespace AsyncStd.Runtimes.Drivers;

/// <summary>What changes names: creating, removing, renaming and linking.</summary>
internal sealed partial class LinuxFileSystem
{
    private const uint AnyMode = 0x1FF; // before the umask

    /// <inheritdoc/>
    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken)
        => LinuxCall.For(
            At(path),
            0,
            static (at, _) => at.ReadLink(out int error) ?? throw (error == LinuxErrors.Invalid
                ? new IOException($"Cannot read the link '{at}': it is no symbolic link.", error)
                : LinuxErrors.Of(error, "read the link", at)),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask CreateSymbolicLinkAsync(string path, string target, bool targetIsDirectory, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(target, nameof(target));
        return LinuxCall.Do(At(path), target, static (at, target) => Succeed(at.CreateLink(target), "create the symbolic link", at), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateHardLinkAsync(string path, string existing, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(existing, nameof(existing)),
            At(path),
            static (at, name) =>
            {
                int result = at.LinkTo(name);
                return result == 0 ? true : throw (result == -LinuxErrors.NoEntry && at.Exists()
                    ? LinuxErrors.OfDirectory(result, "create the hard link", name)
                    : LinuxErrors.Of(result, $"create the hard link '{name}' to", at));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(path),
            mode,
            static (at, mode) =>
            {
                int result = at.MakeDirectory(mode is { } set ? (uint)set : AnyMode);
                return result == 0 ? true : throw (result == -LinuxErrors.NoEntry
                    ? LinuxErrors.OfDirectory(result, "create the directory", at)
                    : LinuxErrors.Of(result, "create the directory", at));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveFileAsync(string path, CancellationToken cancellationToken) => LinuxCall.Do(At(path), 0, RemoveFile, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => LinuxCall.Do(At(path), 0, RemoveDirectory, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RenameAsync(string source, string destination, RenameMode mode, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(source, nameof(source)),
            (to: At(destination, nameof(destination)), mode),
            static (at, s) => Rename(at, s.to, s.mode),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(string source, string destination, string? backup, bool ignoreMetadataErrors, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(source, nameof(source)),
            (to: At(destination, nameof(destination)), backup: backup is null ? default(LinuxAt?) : At(backup, nameof(backup))),
            static (at, s) => Replace(at, s.to, s.backup),
            cancellationToken);

    internal static bool RemoveFile(LinuxAt at, int _) => Succeed(at.Unlink(0), "remove the file", at);

    internal static bool RemoveDirectory(LinuxAt at, int _)
    {
        int result = at.Unlink(LinuxFlags.RemoveDirectory);
        return result == 0 ? true : throw LinuxErrors.OfDirectory(result, "remove the directory", at);
    }

    private static bool Rename(LinuxAt at, LinuxAt to, RenameMode mode)
    {
        uint flags = mode switch
        {
            RenameMode.NoReplace => LinuxFlags.RenameNoReplace,
            RenameMode.Exchange => LinuxFlags.RenameExchange,
            _ => 0,
        };
        int result = at.RenameTo(to, flags);
        if (result == -LinuxErrors.Invalid && flags == LinuxFlags.RenameNoReplace && !to.Exists())
        {
            result = at.RenameTo(to, 0); // a file system without the flag, as some on a network
        }

        if (result == 0)
        {
            return true;
        }

        string operation = $"rename to '{to}'";
        throw -result switch
        {
            LinuxErrors.NoEntry when at.Exists() => new DirectoryNotFoundException($"Cannot {operation} '{at}': there is no such directory."),
            LinuxErrors.IsDirectory or LinuxErrors.NotDirectory when at.Exists() && to.Exists() => new IOException(
                $"Cannot {operation} '{at}': one of them is a directory, the other is not.", -result),
            _ => LinuxErrors.Of(result, operation, at),
        };
    }

    /// <summary>Gives a file a second name; a copy if it cannot have one there: on another file system, one without such names, or of somebody else's file.</summary>
    private static void Keep(LinuxAt at, LinuxAt kept)
    {
        const string Operation = "keep as a backup";
        int linked = at.LinkTo(kept);
        if (-linked is not (LinuxErrors.CrossDevice or LinuxErrors.Access or LinuxErrors.NotPermitted or LinuxErrors.NotSupported or LinuxErrors.TooManyLinks
            or LinuxErrors.NotImplemented))
        {
            Succeed(linked, Operation, at);
            return;
        }

        Succeed(at.Stat(out LinuxStat stat, followLinks: true, LinuxStat.TypeAndMode), Operation, at);
        if (MayWait(stat.Kind))
        {
            throw LinuxErrors.Of(linked, Operation, at); // a fifo has no contents to be copied
        }

        Copy(at, kept, new FileCopyOptions { Overwrite = false, CopyTimes = true }, CancellationToken.None);
    }

    private static bool Replace(LinuxAt at, LinuxAt to, LinuxAt? backup)
    {
        string operation = $"replace '{to}' by";
        Succeed(at.Stat(out LinuxStat source, followLinks: false), operation, at);
        int found = to.Stat(out LinuxStat destination, followLinks: false);
        if (found < 0)
        {
            throw LinuxErrors.Of(found, "replace", to);
        }

        if (source.Kind == FileKind.Directory || destination.Kind == FileKind.Directory)
        {
            throw LinuxErrors.Of(LinuxErrors.IsDirectory, operation, at);
        }

        if (source.IsSame(destination))
        {
            throw new IOException($"Cannot {operation} '{at}': both are the same file.", LinuxErrors.Exists);
        }

        if (backup is { } kept)
        {
            int removed = kept.Unlink(0);
            if (removed < 0 && removed != -LinuxErrors.NoEntry)
            {
                throw LinuxErrors.Of(removed, "replace the backup", kept);
            }

            Keep(to, kept);
        }

        return Succeed(at.RenameTo(to, 0), operation, at);
    }
}
