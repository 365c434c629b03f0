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
        // What is in use must not be emptied before that is known: the kernel is not asked to, but told afterwards.
        bool emptiesLater = options.Truncate && !FileArguments.IsShared(options.Share);
        int flags = FlagsOf(options) & ~(emptiesLater ? LinuxFlags.Truncate : 0);
        uint mode = options.CreationMode is { } set ? (uint)set : DefaultMode;
        bool isInheritable = (options.Share & FileShare.Inheritable) != 0;
        bool isCreated = options.Creation == FileCreation.CreateNew;
        string? removed = options.DeleteOnClose ? at.ToFullPath() : null;
        int descriptor;
        if (options.Creation == FileCreation.OpenOrCreate && (emptiesLater || options.PreallocationSize > 0))
        {
            // A full disk must not leave a file that was not there before, nor take one that was. And one that is new needs no emptying.
            descriptor = at.Open(flags | LinuxFlags.Exclusive, mode, isInheritable);
            isCreated = descriptor >= 0;
            descriptor = descriptor == -LinuxErrors.Exists ? at.Open(flags, mode, isInheritable) : descriptor;
        }
        else
        {
            descriptor = at.Open(flags, mode, isInheritable);
        }

        if (descriptor == -LinuxErrors.NoDevice && options.Access == FileAccess.Write
            && at.Stat(out LinuxStat found, followLinks: true, LinuxStat.TypeAndMode) == 0 && found.Kind == FileKind.Fifo)
        {
            return OpenFifoForWriting(at, flags, isInheritable, operation) with { Removed = removed };
        }

        if (descriptor == -LinuxErrors.Again)
        {
            descriptor = at.Open(flags & ~LinuxFlags.NonBlocking, mode, isInheritable); // somebody has a lease on it, and gives it up
        }

        if (descriptor < 0)
        {
            throw Failure(descriptor, operation, at);
        }

        try
        {
            FileKind kind = needsKind || options.PreallocationSize > 0 ? KindOf(descriptor, at) : FileKind.Unknown;
            Lock(descriptor, at, options);
            if (emptiesLater && !isCreated)
            {
                Empty(descriptor, at, operation);
            }

            Prepare(descriptor, at, options, isCreated);
            if (options.Direct && kind is FileKind.RegularFile or FileKind.BlockDevice)
            {
                LinuxCalls.MakeBlocking(descriptor); // it had to be opened otherwise, since it might have been a fifo; a ring refuses what it cannot do at once for such a file
            }

            return new Opened(descriptor, kind, kind == FileKind.Fifo && options.Access == FileAccess.Read, removed);
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
    private static Opened OpenFifoForWriting(LinuxAt at, int flags, bool isInheritable, string operation)
    {
        int both = at.Open((flags & ~LinuxFlags.WriteOnly) | LinuxFlags.ReadWrite);
        if (both < 0)
        {
            throw Failure(both, operation, at);
        }

        int descriptor = at.Open(flags, isInheritable: isInheritable);
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

    private static void Lock(int descriptor, LinuxAt at, FileOpenOptions options)
    {
        if (LinuxLocking.OperationFor(options) is not { } operation || (operation == LinuxFlags.LockShared && !LinuxLocking.MayShare(descriptor, options.Access)))
        {
            return;
        }

        // A file system without locks is no reason not to open the file, as it is none to the base class library.
        if (LinuxCalls.Lock(descriptor, operation | LinuxFlags.LockNoWait) == -LinuxErrors.Again)
        {
            throw new IOException($"Cannot open '{at}': it is open elsewhere, and not shared.", LinuxErrors.Again);
        }
    }

    private static void Empty(int descriptor, LinuxAt at, string operation)
    {
        int result = LinuxCalls.SetLength(descriptor, 0);
        if (result < 0 && result is not (-LinuxErrors.BadDescriptor or -LinuxErrors.Invalid)) // a device, a pipe: nothing to empty, as with O_TRUNC
        {
            throw LinuxErrors.Of(result, operation, at);
        }
    }

    private static void Prepare(int descriptor, LinuxAt at, FileOpenOptions options, bool isCreated)
    {
        if (options.PreallocationSize > 0)
        {
            // Whatever else is wrong is no reason not to open the file, as it is none to the base class library: the space is asked for early, and may come late.
            int result = LinuxCalls.Allocate(descriptor, LinuxFlags.KeepLength, 0, options.PreallocationSize);
            if (-result is LinuxErrors.NoSpace or LinuxErrors.TooLarge or LinuxErrors.Quota)
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
    /// <param name="Removed">What is removed when it is closed: a full path, since the current directory may be another one by then. Null for nothing.</param>
    internal readonly record struct Opened(int Descriptor, FileKind Kind, bool IsWaiting, string? Removed = null)
    {
        public LinuxFileHandle ToHandle(LinuxAt at, FileOpenOptions options)
            => new(Descriptor, at, options.Access, Kind, LinuxTransfer.NonBlocking)
            {
                GoesPastCache = options.Direct,
                IsDurable = options.WriteThrough,
                Removed = Removed,
                IsLocked = LinuxLocking.OperationFor(options) is not null,
            };
    }
}
