namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;

/// <summary>One walk by several tasks: each takes a directory, lists it to its end, and leaves those below it to whoever is next.</summary>
/// <remarks>
/// <para>Invariant, under the lock: a directory that waits is on the stack, and as long as one waits there are as many tasks as allowed, or one for each that waits. A task that
/// finds nothing ends; whoever puts something down starts another. So the last task ends when nothing waits and nobody lists.</para>
/// <para>A directory stays open while those below it wait, so that they are opened by their names alone; beyond <see cref="MostOpen"/> they are opened by their paths.</para>
/// </remarks>
internal sealed class ParallelWalk(WalkOptions options, Func<DirEntry, ValueTask> visit)
{
    private const int MostOpen = 256;

    private readonly Lock _lock = new();
    private readonly Stack<Waiting> _waiting = new();

    /// <summary>Of tasks that have ended: where directories are few and small, tasks come and go with each.</summary>
    private readonly Stack<DirectoryItem[]> _batches = new();
    private int _tasks;
    private int _open;

    public async ValueTask RunAsync(string path, CancellationToken cancellationToken)
    {
        // The start must be readable: its failure is the walk's, whatever becomes of others.
        var root = new DirectoryNode(path);
        root.Reader = await Driver.Files.OpenDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _open);
        await using var group = new TaskGroup(new TaskGroupOptions { Name = "walk of " + path, CancelOnDispose = true });
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static group => ((TaskGroup)group!).Cancel(), group);
        Put(group, new Waiting(root, null), cancellationToken);
        await group.WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Put(TaskGroup group, Waiting directory, CancellationToken cancellationToken)
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
        while (TryTake(out Waiting directory))
        {
            await ListAsync(group, directory, batch, cancellationToken).ConfigureAwait(false);
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

    private bool TryTake(out Waiting directory)
    {
        lock (_lock)
        {
            if (_waiting.TryPop(out directory))
            {
                return true;
            }

            _tasks--;
            return false;
        }
    }

    private async ValueTask ListAsync(TaskGroup group, Waiting directory, DirectoryItem[] batch, CancellationToken cancellationToken)
    {
        DirectoryNode node = directory.Node;
        Exception? failure = null;
        var shared = new SharedReader(this, node);
        try
        {
            node.Reader ??= await OpenAsync(directory, cancellationToken).ConfigureAwait(false);
            directory.Above?.Release();
            directory = default;
            while (await node.Reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                for (int i = 0; i < count; i++)
                {
                    await TakeAsync(group, shared, node, batch[i], cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (node.Parent is not null && options.Errors != EntryErrors.Throw && TreeWalk.IsOfTheFileSystem(e) && !shared.VisitFailed)
        {
            failure = e;
        }
        finally
        {
            directory.Above?.Release();
            shared.Release();
        }

        if (failure is not null && options.Errors == EntryErrors.Yield)
        {
            await visit(new DirEntry(node.Parent!, new DirectoryItem { Name = node.Name, Kind = FileKind.Directory, Error = failure }, FileKind.Directory)).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeAsync(TaskGroup group, SharedReader shared, DirectoryNode node, DirectoryItem item, CancellationToken cancellationToken)
    {
        FileKind kind = item.Kind;
        if (kind == FileKind.Unknown && item.Error is null)
        {
            (kind, item) = await TreeWalk.AskAsync(node, item, cancellationToken).ConfigureAwait(false);
        }

        if (!TreeWalk.MayYield(item.Error, options.Errors))
        {
            return;
        }

        var entry = new DirEntry(node, item, kind);
        bool isLink = kind == FileKind.SymbolicLink;
        if (node.Depth + 1 < options.MaxDepth
            && item.Error is null
            && (kind == FileKind.Directory || (isLink && options.FollowLinks && await Circles.LeadsOnAsync(node, item.Name, cancellationToken).ConfigureAwait(false)))
            && (options.Enter is null || options.Enter(entry)))
        {
            Put(group, new Waiting(new DirectoryNode(node, item.Name, isLink), shared.TryShare()), cancellationToken);
        }

        shared.VisitFailed = true;
        await visit(entry).ConfigureAwait(false);
        shared.VisitFailed = false;
    }

    private async ValueTask<IDirectoryReader> OpenAsync(Waiting directory, CancellationToken cancellationToken)
    {
        DirectoryNode node = directory.Node;
        IDirectoryReader reader = directory.Above is not null && node.Parent!.Reader is { } parent
            ? await parent.OpenDirectoryAsync(node.Name, node.IsLink, cancellationToken).ConfigureAwait(false)
            : await Driver.Files.OpenDirectoryAsync(node.FullPath, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _open);
        return reader;
    }

    private readonly record struct Waiting(DirectoryNode Node, SharedReader? Above);

    /// <summary>Closes a directory when it is listed and nothing below it waits to be opened.</summary>
    private sealed class SharedReader(ParallelWalk walk, DirectoryNode node)
    {
        private int _uses = 1;

        /// <summary>Whether what comes out is a visitor's exception, which is never taken for one of the listing.</summary>
        public bool VisitFailed { get; set; }

        public SharedReader? TryShare()
        {
            if (Volatile.Read(ref walk._open) > MostOpen)
            {
                return null;
            }

            Interlocked.Increment(ref _uses);
            return this;
        }

        public void Release()
        {
            if (Interlocked.Decrement(ref _uses) == 0 && node.Reader is not null)
            {
                node.Close();
                Interlocked.Decrement(ref walk._open);
            }
        }
    }
}
