namespace AsyncStd.Runtimes.Drivers;

/// <summary>Opens files: the flags, the checks that the kernel leaves to its callers, and the other end of a fifo.</summary>
internal static class LinuxOpening
{
    private const uint DefaultMode = 0x1B6; // reading and writing by all, before the umask

    /// <summary>Opens a file for a member of the driver.</summary>
    public static ValueTask<IFileHandle> OpenAsync(LinuxAt at, FileOpenOptions options, CancellationToken cancellationToken)
    {
        ValueTask<Opened> opening = LinuxCall.For(at, options, static (at, options) => Open(at, options), cancellationToken);
        if (opening.IsCompletedSuccessfully)
        {
            Opened opened = opening.Result;
            if (!opened.IsWaiting)
            {
                return new ValueTask<IFileHandle>(opened.ToHandle(at, options));
            }

            opening = new ValueTask<Opened>(opened);
        }

        return FinishAsync(opening, at, options, cancellationToken);
    }

    /// <summary>Opens without waiting for anybody.</summary>
    /// <param name="at">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="needsKind">Whether the caller must know what it is. If not, it is told only if it is no file that a write would end in at once.</param>
    /// <param name="operation">What the caller is about, for messages.</param>
    public static Opened Open(LinuxAt at, FileOpenOptions options, bool needsKind = true, string operation = "open")
    {
        int flags = FlagsOf(options);
        uint mode = options.CreationMode is { } set ? (uint)set : DefaultMode;
        bool isCreated = options.Creation == FileCreation.CreateNew;
        int descriptor;
        if (options is { PreallocationSize: > 0, Creation: FileCreation.OpenOrCreate })
        {
            // A full disk must not leave a file that was not there before, nor take one that was.
            descriptor = at.Open(flags | LinuxFlags.Exclusive, mode);
            isCreated = descriptor >= 0;
            descriptor = descriptor == -LinuxErrors.Exists ? at.Open(flags, mode) : descriptor;
        }
        else
        {
            descriptor = at.Open(flags, mode);
        }

        if (descriptor == -LinuxErrors.NoDevice && options.Access == FileAccess.Write
            && at.Stat(out LinuxStat found, followLinks: true, LinuxStat.TypeAndMode) == 0 && found.Kind == FileKind.Fifo)
        {
            return OpenFifoForWriting(at, flags, operation);
        }

        if (descriptor == -LinuxErrors.Again)
        {
            descriptor = at.Open(flags & ~LinuxFlags.NonBlocking, mode); // somebody has a lease on it, and gives it up
        }

        if (descriptor < 0)
        {
            throw Failure(descriptor, operation, at);
        }

        try
        {
            FileKind kind = needsKind || options.PreallocationSize > 0 ? KindOf(descriptor, at) : FileKind.Unknown;
            Prepare(descriptor, at, options, isCreated);
            if (options.Direct && kind is FileKind.RegularFile or FileKind.BlockDevice)
            {
                LinuxCalls.MakeBlocking(descriptor); // it had to be opened otherwise, since it might have been a fifo; a ring refuses what it cannot do at once for such a file
            }

            return new Opened(descriptor, kind, kind == FileKind.Fifo && options.Access == FileAccess.Read);
        }
        catch (Exception)
        {
            LinuxCalls.Close(descriptor);
            throw;
        }
    }

    /// <summary>The other end of a fifo has to be there.</summary>
    private static async ValueTask<IFileHandle> FinishAsync(ValueTask<Opened> opening, LinuxAt at, FileOpenOptions options, CancellationToken cancellationToken)
    {
        Opened opened = await opening.ConfigureAwait(false);
        if (opened.IsWaiting)
        {
            try
            {
                await LinuxReadiness.Shared.WaitForOtherEndAsync(opened.Descriptor, options.Access == FileAccess.Write, at.ToString(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception)
            {
                LinuxCalls.Close(opened.Descriptor);
                throw;
            }
        }

        return opened.ToHandle(at, options);
    }

    /// <summary>A writer is let in only while there is a reader, unless it comes with one. Whoever waits at the other end then finds a writer, as it would find
    /// one that waits inside open(2).</summary>
    private static Opened OpenFifoForWriting(LinuxAt at, int flags, string operation)
    {
        int both = at.Open((flags & ~LinuxFlags.WriteOnly) | LinuxFlags.ReadWrite);
        if (both < 0)
        {
            throw Failure(both, operation, at);
        }

        int descriptor = at.Open(flags);
        LinuxCalls.Close(both);
        return descriptor < 0 ? throw Failure(descriptor, operation, at) : new Opened(descriptor, FileKind.Fifo, IsWaiting: true);
    }

    private static FileKind KindOf(int descriptor, LinuxAt at)
    {
        int result = LinuxFileHandle.Stat(descriptor, out LinuxStat stat, LinuxStat.TypeAndMode);
        return result < 0 ? throw LinuxErrors.Of(result, "open", at)
            : stat.Kind == FileKind.Directory ? throw LinuxErrors.Of(LinuxErrors.IsDirectory, "open", at)
            : stat.Kind;
    }

    private static void Prepare(int descriptor, LinuxAt at, FileOpenOptions options, bool isCreated)
    {
        if (!FileArguments.IsShared(options.Share))
        {
            int operation = ((options.Share & FileShare.ReadWrite) == FileShare.None ? LinuxFlags.LockExclusive : LinuxFlags.LockShared) | LinuxFlags.LockNoWait;
            int locked = LinuxCalls.Lock(descriptor, operation);
            if (locked == -LinuxErrors.Again)
            {
                throw new IOException($"Cannot open '{at}': it is open elsewhere, and not shared.", LinuxErrors.Again);
            }

            // A file system without locks is no reason not to open the file, as it is none to the base class library.
        }

        if (options.PreallocationSize > 0)
        {
            int result = LinuxCalls.Allocate(descriptor, LinuxFlags.KeepLength, 0, options.PreallocationSize);
            if (result < 0 && result != -LinuxErrors.NotSupported)
            {
                if (isCreated)
                {
                    at.Unlink(0);
                }

                throw LinuxErrors.Of(result, $"reserve {options.PreallocationSize} bytes for", at);
            }
        }

        if (options.Pattern != FileAccessPattern.Normal)
        {
            LinuxCalls.Advise(descriptor, options.Pattern == FileAccessPattern.Random ? LinuxFlags.AdviseRandom : LinuxFlags.AdviseSequential);
        }
    }

    private static int FlagsOf(FileOpenOptions options)
        => LinuxFlags.NonBlocking | LinuxFlags.NoTerminal | options.NativeFlags
            | options.Access switch
            {
                FileAccess.Write => LinuxFlags.WriteOnly,
                FileAccess.ReadWrite => LinuxFlags.ReadWrite,
                _ => LinuxFlags.ReadOnly,
            }
            | options.Creation switch
            {
                FileCreation.CreateNew => LinuxFlags.Create | LinuxFlags.Exclusive,
                FileCreation.OpenOrCreate => LinuxFlags.Create,
                _ => 0,
            }
            | (options.Truncate ? LinuxFlags.Truncate : 0)
            | (options.Append ? LinuxFlags.Append : 0)
            | (options.Direct ? LinuxFlags.Direct : 0)
            | (options.WriteThrough ? LinuxFlags.Sync : 0)
            | (options.RefuseLink ? LinuxFlags.RefuseLink : 0);

    private static Exception Failure(int error, string operation, LinuxAt at)
        => error switch
        {
            -LinuxErrors.Loop => new IOException(
                $"Cannot {operation} '{at}': it is a symbolic link, which the options refuse, or the links form a circle.", LinuxErrors.Loop),
            -LinuxErrors.NoDevice => new IOException($"Cannot {operation} '{at}': it is a socket, or a device that is not there.", LinuxErrors.NoDevice),
            _ => LinuxErrors.Of(error, operation, at),
        };

    /// <summary>What opening brought.</summary>
    /// <param name="Descriptor">The open file.</param>
    /// <param name="Kind">What it is, if that was asked for.</param>
    /// <param name="IsWaiting">Whether it is a fifo whose other end may be missing.</param>
    internal readonly record struct Opened(int Descriptor, FileKind Kind, bool IsWaiting)
    {
        public LinuxFileHandle ToHandle(LinuxAt at, FileOpenOptions options)
            => new(Descriptor, at, options.Access, Kind, LinuxTransfer.NonBlocking)
            {
                GoesPastCache = options.Direct,
                IsDurable = options.WriteThrough,
                IsRemovedWhenClosed = options.DeleteOnClose,
                IsLocked = !FileArguments.IsShared(options.Share),
            };
    }
}
