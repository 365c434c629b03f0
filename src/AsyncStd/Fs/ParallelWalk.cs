namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;

/// <summary>One walk by several tasks: each takes a directory, lists it to its end, and leaves those below it to whoever is next.</summary>
/// <remarks>
/// <para>Invariant, under the lock: a directory that waits is on the stack, and as long as one waits there are as many tasks as allowed, or one for each that waits. A task that
/// finds nothing ends; whoever puts something down starts another. So the last task ends when nothing waits and nobody lists.</para>
/// <para>A directory stays open while those below it wait, so that they are opened by their names alone; see <see cref="SharedDirectories"/>.</para>
/// <para>All awaits here want the context back: what is visited is called on a task's stack, and its own plain awaits must bring it back to the runtime.</para>
/// </remarks>
internal sealed class ParallelWalk(WalkOptions options, Func<DirEntry, ValueTask> visit)
{
    private readonly Lock _lock = new();
    private readonly Stack<SharedDirectory> _waiting = new();
    private readonly SharedDirectories _directories = new();

    /// <summary>Of tasks that have ended: where directories are few and small, tasks come and go with each.</summary>
    private readonly Stack<DirectoryItem[]> _batches = new();
    private int _tasks;

    public async ValueTask RunAsync(string path, CancellationToken cancellationToken)
    {
        // The start must be readable: its failure is the walk's, whatever becomes of others.
        var root = new SharedDirectory(path);
        await _directories.EnterAsync(root, cancellationToken);
        try
        {
            await using var group = new TaskGroup(new TaskGroupOptions { Name = "walk of " + path, CancelOnDispose = true });
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static group => ((TaskGroup)group!).Cancel(), group);
            Put(group, root, cancellationToken);
            await group.WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // A walk that broke off leaves open what directories below waited for, and the start, if no task came to list it.
            _directories.Dispose();
            root.Close();
        }
    }

    private void Put(TaskGroup group, SharedDirectory directory, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiting.Push(directory);
            if (_tasks == options.Parallelism)
            {
                return;
            }

            _tasks++;
        }

        group.Start(() => WorkAsync(group, cancellationToken));
    }

    private async ValueTask WorkAsync(TaskGroup group, CancellationToken cancellationToken)
    {
        DirectoryItem[] batch = TakeBatch();
        while (TryTake() is { } directory)
        {
            await ListAsync(group, directory, batch, cancellationToken);
        }

        lock (_lock)
        {
            _batches.Push(batch);
        }
    }

    private DirectoryItem[] TakeBatch()
    {
        lock (_lock)
        {
            return _batches.TryPop(out DirectoryItem[]? batch) ? batch : new DirectoryItem[TreeWalk.BatchSize];
        }
    }

    private SharedDirectory? TryTake()
    {
        lock (_lock)
        {
            if (_waiting.TryPop(out SharedDirectory? directory))
            {
                return directory;
            }

            _tasks--;
            return null;
        }
    }

    private async ValueTask ListAsync(TaskGroup group, SharedDirectory directory, DirectoryItem[] batch, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        bool isOpen = directory.Above is null; // the start was opened when the walk began
        try
        {
            if (!isOpen)
            {
                await _directories.EnterAsync(directory, cancellationToken);
                isOpen = true;
            }

            while (await directory.Reader!.ReadAsync(batch, cancellationToken) is > 0 and var count)
            {
                for (int i = 0; i < count; i++)
                {
                    await TakeAsync(group, directory, batch[i], cancellationToken);
                }
            }
        }
        catch (Exception e) when (directory.Above is not null && options.Errors != EntryErrors.Throw && TreeWalk.IsOfTheFileSystem(e) && !directory.VisitFailed)
        {
            failure = e;
        }
        finally
        {
            if (isOpen)
            {
                _directories.Exit(directory);
            }
        }

        if (failure is not null && options.Errors == EntryErrors.Yield)
        {
            await visit(new DirEntry(directory.Above!, new DirectoryItem { Name = directory.Name, Kind = FileKind.Directory, Error = failure }, FileKind.Directory));
        }
    }

    private async ValueTask TakeAsync(TaskGroup group, SharedDirectory directory, DirectoryItem item, CancellationToken cancellationToken)
    {
        FileKind kind = item.Kind;
        if (kind == FileKind.Unknown && item.Error is null)
        {
            (kind, item) = await TreeWalk.AskAsync(directory, item, cancellationToken);
        }

        if (!TreeWalk.MayYield(item.Error, options.Errors))
        {
            return;
        }

        var entry = new DirEntry(directory, item, kind);
        bool isLink = kind == FileKind.SymbolicLink;
        if (directory.Depth + 1 < options.MaxDepth
            && item.Error is null
            && (kind == FileKind.Directory || (isLink && options.FollowLinks && await Circles.LeadsOnAsync(directory, item.Name, cancellationToken)))
            && (options.Enter is null || IsEntered(directory, entry)))
        {
            Put(group, _directories.Below(directory, item.Name, isLink), cancellationToken);
        }

        directory.VisitFailed = true;
        await visit(entry);
        directory.VisitFailed = false;
    }

    /// <summary>What is thrown here is the caller's as well, and no failure of the directory.</summary>
    private bool IsEntered(SharedDirectory directory, DirEntry entry)
    {
        directory.VisitFailed = true;
        bool isEntered = options.Enter!(entry);
        directory.VisitFailed = false;
        return isEntered;
    }
}
