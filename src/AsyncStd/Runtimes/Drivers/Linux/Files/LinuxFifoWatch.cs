namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;

/// <summary>Waits for the other end of a fifo, which is open at this end already: the kernel tells of every open of it.</summary>
/// <remarks>open(2) of a fifo would wait for the other end, and keep a thread. Opened without waiting, a fifo at this end is to the other the same as one that waits
/// inside open(2): it lets that go on. Whether somebody has come is then asked again after each open.</remarks>
internal sealed unsafe class LinuxFifoWatch
{
    private const int EventBuffer = 4096;
    private const int EventHeader = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<Wait>> _waiting = [];

    public LinuxFifoWatch() => Descriptor = LinuxCalls.CreateNotifications();

    /// <summary>What becomes readable when a watched fifo was opened; negative if the system has no more of these.</summary>
    public int Descriptor { get; }

    /// <summary>Whether the other end is, or has been, open.</summary>
    public static bool IsThere(int descriptor, bool isWriter)
    {
        if (isWriter)
        {
            return (LinuxCalls.Poll(descriptor, LinuxFlags.PollOut) & LinuxFlags.PollError) == 0;
        }

        if (LinuxCalls.Poll(descriptor, LinuxFlags.PollIn) != 0)
        {
            return true; // bytes, or a writer that came and went
        }

        // No bytes: a read says whether there is a writer. It is given nowhere to put any, in case they come just now.
        return LinuxCalls.Read(descriptor, (byte*)1, 1) != 0;
    }

    /// <summary>Waits for the other end.</summary>
    public ValueTask WaitAsync(int descriptor, bool isWriter, string path, CancellationToken cancellationToken)
        => Descriptor >= 0
            ? WatchAsync(descriptor, isWriter, path, cancellationToken)
            : FileCall.WithoutResult(Ambient.ForLeaf.RunBlockingAsync(
                BlockingKind.Unbounded, (descriptor, isWriter, path), static s => WaitOnThread(s.descriptor, s.isWriter, s.path), cancellationToken));

    /// <summary>Somebody opened a fifo: all who wait for its other end look again.</summary>
    [SkipLocalsInit]
    public void OnEvent()
    {
        byte* buffer = stackalloc byte[EventBuffer];
        nint length = LinuxCalls.Read(Descriptor, buffer, EventBuffer);
        for (nint at = 0; at + EventHeader <= length; at += EventHeader + *(int*)(buffer + at + 12))
        {
            Wait[] waits;
            lock (_lock)
            {
                waits = _waiting.TryGetValue(*(int*)(buffer + at), out List<Wait>? list) ? [.. list] : [];
            }

            foreach (Wait wait in waits)
            {
                wait.TrySetResult(true);
            }
        }
    }

    private ValueTask WatchAsync(int descriptor, bool isWriter, string path, CancellationToken cancellationToken)
        => LinuxFifoWaiting.Run(this, descriptor, isWriter, path, cancellationToken);

    /// <summary>Begins one wait for the next open.</summary>
    internal ValueTask<bool> Begin(int descriptor, string path, CancellationToken cancellationToken, out Wait wait, out int watch)
    {
        wait = new Wait(path);
        ValueTask<bool> task = wait.Begin(cancellationToken);
        using var bytes = new LinuxPath($"/proc/self/fd/{descriptor}", stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            lock (_lock)
            {
                watch = LinuxCalls.AddNotification(Descriptor, start, LinuxFlags.NotifyOpen);
                if (watch >= 0)
                {
                    (System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_waiting, watch, out _) ??= []).Add(wait);
                    return task;
                }
            }
        }

        wait.TrySetException(new IOException($"Cannot open '{path}': the system cannot watch for its other end.", -watch));
        return task;
    }

    /// <summary>Ends it.</summary>
    internal void End(Wait wait, int watch)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(watch, out List<Wait>? list) && list.Remove(wait) && list.Count == 0)
            {
                _waiting.Remove(watch);
                LinuxCalls.RemoveNotification(Descriptor, watch);
            }
        }
    }

    /// <summary>Opens the same end again, as everybody does, and so waits inside open(2).</summary>
    private static bool WaitOnThread(int descriptor, bool isWriter, string path)
    {
        int opened = new LinuxAt(null, $"/proc/self/fd/{descriptor}").Open(isWriter ? LinuxFlags.WriteOnly : LinuxFlags.ReadOnly);
        if (opened < 0)
        {
            throw LinuxErrors.Of(opened, "open", path);
        }

        LinuxCalls.Close(opened);
        return true;
    }

    /// <summary>Somebody who waits for the other end of a fifo.</summary>
    internal sealed class Wait(string path) : Operation<bool>
    {
        public override string Description => $"the other end of the fifo '{path}'";

        public ValueTask<bool> Begin(CancellationToken cancellationToken) => Start(cancellationToken);
    }
}
