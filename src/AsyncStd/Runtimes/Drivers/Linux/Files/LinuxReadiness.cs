namespace AsyncStd.Runtimes.Drivers;

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Executors;

/// <summary>Waits for every pipe, fifo and terminal of the process, on one thread, which is made when the first of them is not ready.</summary>
/// <remarks>A registration is found by a number that is never used twice, so an event that was on its way when a descriptor was closed finds nobody.</remarks>
internal sealed unsafe class LinuxReadiness
{
    private const int BatchSize = 128;
    private const ulong Notifications = 0;

    private static readonly OnDemand<LinuxReadiness> s_shared = new(static () => new LinuxReadiness());

    private readonly ConcurrentDictionary<ulong, LinuxRegistration> _registrations = new();
    private readonly int _events;
    private LinuxFifoWatch? _fifos;
    private ulong _lastId;

    private LinuxReadiness()
    {
        _events = LinuxCalls.CreateEvents();
        if (_events < 0)
        {
            throw new IOException("The system gives no descriptor to wait for pipes with.", -_events);
        }

        ThreadFactory.Start(new Thread(Run) { IsBackground = true, Name = "async-std/files" });
    }

    /// <summary>The one of the process.</summary>
    public static LinuxReadiness Shared => s_shared.Value;

    /// <summary>Waits until the other end of a fifo is open, too.</summary>
    public ValueTask WaitForOtherEndAsync(int descriptor, bool isWriter, string path, CancellationToken cancellationToken)
        => LinuxFifoWatch.IsThere(descriptor, isWriter) ? default : Fifos.WaitAsync(descriptor, isWriter, path, cancellationToken);

    /// <summary>Begins to watch a descriptor, once; 0 if the system cannot.</summary>
    public ulong Add(int descriptor, uint mask, LinuxRegistration registration)
    {
        ulong id = Interlocked.Increment(ref _lastId);
        _registrations[id] = registration;
        int result = LinuxCalls.ControlEvents(_events, LinuxFlags.EventAdd, descriptor, mask | LinuxFlags.EventOneShot, id);
        if (result == 0)
        {
            return id;
        }

        _registrations.TryRemove(id, out _);
        return 0;
    }

    /// <summary>Watches once more.</summary>
    public bool Change(int descriptor, ulong id, uint mask)
        => LinuxCalls.ControlEvents(_events, LinuxFlags.EventChange, descriptor, mask | LinuxFlags.EventOneShot, id) == 0;

    public void Remove(int descriptor, ulong id)
    {
        _registrations.TryRemove(id, out _);
        LinuxCalls.ControlEvents(_events, LinuxFlags.EventRemove, descriptor, 0, 0);
    }

    private LinuxFifoWatch Fifos
    {
        get
        {
            if (Volatile.Read(ref _fifos) is { } fifos)
            {
                return fifos;
            }

            lock (_registrations)
            {
                if (_fifos is null)
                {
                    var made = new LinuxFifoWatch();
                    if (made.Descriptor >= 0)
                    {
                        LinuxCalls.ControlEvents(_events, LinuxFlags.EventAdd, made.Descriptor, LinuxFlags.PollIn, Notifications);
                    }

                    Volatile.Write(ref _fifos, made);
                }

                return _fifos;
            }
        }
    }

    [SkipLocalsInit]
    private void Run()
    {
        byte* records = stackalloc byte[BatchSize * 16];
        while (true)
        {
            int count = LinuxCalls.WaitForEvents(_events, records, BatchSize);
            for (int i = 0; i < count; i++)
            {
                (uint mask, ulong id) = LinuxCalls.EventAt(records, i);
                if (id == Notifications)
                {
                    Volatile.Read(ref _fifos)?.OnEvent();
                }
                else if (_registrations.TryGetValue(id, out LinuxRegistration? registration))
                {
                    registration.OnEvent(mask);
                }
            }
        }
    }
}
