namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

/// <summary>The directories of a walk by several tasks that are open, as few as it takes to open the next by its name alone.</summary>
/// <remarks>
/// <para>Invariant, under the lock: a directory is open as long as somebody uses it, and while directories in it wait to be listed; but of those that nobody uses, the one used longest
/// ago is closed when more than <see cref="MostOpen"/> are open.</para>
/// <para>One that is needed again is opened from the nearest open one above, level by level, since its path may be longer than the system takes. Those on the way are then the ones used
/// last. A walk comes back up a deep tree level by level, so it finds the next <see cref="MostOpen"/> open, and climbs down once for that many levels.</para>
/// </remarks>
internal sealed class SharedDirectories : IDisposable
{
    private const int MostOpen = 256;

    private readonly Lock _lock = new();

    /// <summary>Those that are open although nobody uses them, the one used longest ago first.</summary>
    private readonly LinkedList<SharedDirectory> _unused = [];
    private int _open;

    /// <summary>A directory that was found in one that is in use, and waits to be listed.</summary>
    public SharedDirectory Below(SharedDirectory directory, string name, bool isLink)
    {
        lock (_lock)
        {
            directory.WaitingBelow++;
        }

        return new SharedDirectory(directory, name, isLink);
    }

    /// <summary>Opens a directory to list it, and keeps it open until <see cref="Exit"/>. The one above need not stay open for it any more, whether that succeeds or not.</summary>
    public async ValueTask EnterAsync(SharedDirectory directory, CancellationToken cancellationToken)
    {
        if (directory.Above is not { } above)
        {
            Publish(directory, await OpenAsync(null, directory, cancellationToken).ConfigureAwait(false));
            return;
        }

        bool isAboveOpen = TryEnter(above);
        try
        {
            if (!isAboveOpen)
            {
                await ReopenAsync(above, cancellationToken).ConfigureAwait(false);
                isAboveOpen = true;
            }

            Publish(directory, await OpenAsync(above, directory, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            Leave(above, isAboveOpen, isServed: true);
        }
    }

    /// <summary>A directory is not needed open by somebody any more.</summary>
    public void Exit(SharedDirectory directory) => Leave(directory, isUser: true, isServed: false);

    /// <summary>Closes those that are open although nobody uses them.</summary>
    public void Dispose()
    {
        while (TryTakeOldest(0) is { } reader)
        {
            reader.Dispose();
        }
    }

    private static ValueTask<IDirectoryReader> OpenAsync(SharedDirectory? above, SharedDirectory directory, CancellationToken cancellationToken)
        => above is null
            ? Driver.Files.OpenDirectoryAsync(directory.FullPath, cancellationToken)
            : above.Reader!.OpenDirectoryAsync(directory.Name, directory.IsLink, cancellationToken);

    private async ValueTask ReopenAsync(SharedDirectory directory, CancellationToken cancellationToken)
    {
        var way = new Stack<SharedDirectory>();
        SharedDirectory? at = directory;
        do
        {
            way.Push(at);
            at = at.Above;
        }
        while (at is not null && !TryEnter(at));

        while (way.TryPop(out SharedDirectory? next))
        {
            try
            {
                Publish(next, await OpenAsync(at, next, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                if (at is not null)
                {
                    Exit(at);
                }
            }

            at = next;
        }
    }

    private bool TryEnter(SharedDirectory directory)
    {
        lock (_lock)
        {
            if (directory.Reader is null)
            {
                return false;
            }

            if (directory.Users++ == 0)
            {
                _unused.Remove(directory.Place);
            }

            return true;
        }
    }

    /// <summary>A directory was opened, by somebody who uses it; unless another was faster.</summary>
    private void Publish(SharedDirectory directory, IDirectoryReader reader)
    {
        lock (_lock)
        {
            if (directory.Reader is null)
            {
                directory.Reader = reader;
                directory.Users = 1;
                _open++;
                return;
            }

            if (directory.Users++ == 0)
            {
                _unused.Remove(directory.Place);
            }
        }

        reader.Dispose();
    }

    private void Leave(SharedDirectory directory, bool isUser, bool isServed)
    {
        IDirectoryReader? unused = null;
        lock (_lock)
        {
            directory.WaitingBelow -= isServed ? 1 : 0;
            if (!isUser || --directory.Users > 0)
            {
                return; // in use, or closed
            }

            if (directory.WaitingBelow > 0)
            {
                _unused.AddLast(directory.Place);
            }
            else
            {
                unused = directory.Reader;
                directory.Reader = null;
                _open--;
            }
        }

        (unused ?? TryTakeOldest(MostOpen))?.Dispose();
    }

    /// <summary>Takes the one used longest ago from those that nobody uses, if more than so many are open.</summary>
    private IDirectoryReader? TryTakeOldest(int most)
    {
        lock (_lock)
        {
            if (_open <= most || _unused.First?.Value is not { } directory)
            {
                return null;
            }

            _unused.Remove(directory.Place);
            IDirectoryReader? reader = directory.Reader;
            directory.Reader = null;
            _open--;
            return reader;
        }
    }
}
