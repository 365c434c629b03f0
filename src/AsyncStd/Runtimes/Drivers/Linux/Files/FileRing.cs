namespace AsyncStd.Runtimes.Drivers;

using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Runtimes.Executors;

/// <summary>Has the kernel make the reads that go past the cache: one ring for the process, and one thread, which waits for all of them.</summary>
/// <remarks>
/// <para>As a call each such read occupies a thread for as long as the disk takes, and many at a time want many threads.</para>
/// <para>Invariants. All fields but <c>_new</c> and <c>_signals</c> belong to the ring's thread. Whoever has a read adds it to <c>_new</c>, a list with the newest first, and raises the
/// signal if the list was empty; the thread takes the whole list. A read on the signal is always in the kernel's hands while the thread waits, so it wakes for a list that
/// began after it looked. A read that the thread has begun is in one slot until its completion comes, and so are its buffer and its descriptor.</para>
/// <para>One thread submits and takes, because the kernel finishes a request on the thread that submitted it: a worker would be interrupted, or, asleep, hold it up.</para>
/// </remarks>
internal sealed unsafe class FileRing
{
    private const int Slots = 256;
    private const uint Requests = 128;
    private const uint Completions = 2 * Slots;
    private const ulong OfSignal = ulong.MaxValue;

    private static readonly OnDemand<FileRing> s_shared = new(static () => new FileRing());

    private readonly Ring _ring;
    private readonly int _signals;
    private readonly FileRingRead?[] _slots = new FileRingRead?[Slots];
    private readonly Stack<int> _free = new(Enumerable.Range(0, Slots));
    private readonly Queue<FileRingRead> _waiting = new();
    private FileRingRead? _new;
    private bool _isListening;

    /// <exception cref="IOException">The system refuses.</exception>
    private FileRing()
    {
        _ring = Ring.TryMake(RingCalls.OfKernel, Requests, Completions, out int error) ?? throw new IOException(RingSupport.Explain("io_uring_setup", error));
        _signals = NativeSocket.CreateEvent(0, NativeSocket.CloseOnExec);
        try
        {
            if (_signals < 0)
            {
                throw new IOException("The system gives no descriptor to wake a thread with, see eventfd(2).");
            }

            ThreadFactory.Start(new Thread(Run) { IsBackground = true, Name = "async-std/disk" });
        }
        catch
        {
            _ring.Dispose();
            if (_signals >= 0)
            {
                _ = NativeSocket.Close(_signals);
            }

            throw;
        }
    }

    /// <summary>The ring for the reads of a runtime; null if they are to be made as calls.</summary>
    public static FileRing? For(Runtime runtime)
    {
        if (!runtime.MayReadByRing)
        {
            return null;
        }

        try
        {
            return s_shared.Existing ?? (RingSupport.Refusal is null ? s_shared.Value : null);
        }
        catch (Exception e) when (e is IOException or OutOfMemoryException or ThreadStartException)
        {
            return null; // no descriptor, memory or thread just now: a call needs none of them
        }
    }

    /// <summary>Takes up a read. From any thread.</summary>
    public void Add(FileRingRead read)
    {
        FileRingRead? first = Volatile.Read(ref _new);
        while (true)
        {
            read.Next = first;
            FileRingRead? seen = Interlocked.CompareExchange(ref _new, read, first);
            if (seen == first)
            {
                break;
            }

            first = seen;
        }

        if (first is null)
        {
            ulong one = 1;
            NativeSocket.Write(_signals, &one, sizeof(ulong));
        }
    }

    private void Run()
    {
        ulong signal;
        var refusals = default(SpinWait);
        while (true)
        {
            if (!_isListening)
            {
                _isListening = _ring.TryWrite(new RingRequest
                {
                    Operation = RingRequest.Read,
                    Descriptor = _signals,
                    Address = (ulong)&signal,
                    Length = sizeof(ulong),
                    Data = OfSignal,
                });
            }

            TakeNew();
            WriteRequests();
            if (_ring.Enter(_ring.Waiting, _isListening ? -1 : 0) >= 0)
            {
                refusals.Reset();
            }
            else
            {
                refusals.SpinOnce(); // interrupted, or short of memory: what could not be submitted is so the next time
            }

            while (_ring.TryTake(out ulong data, out int result))
            {
                if (data == OfSignal)
                {
                    _isListening = false;
                }
                else
                {
                    End((int)data, result);
                }
            }
        }
    }

    /// <summary>Puts the new ones behind the others, in the order in which they came.</summary>
    private void TakeNew()
    {
        FileRingRead? reversed = null;
        for (FileRingRead? read = Interlocked.Exchange(ref _new, null); read is not null;)
        {
            FileRingRead? next = read.Next;
            read.Next = reversed;
            reversed = read;
            read = next;
        }

        while (reversed is not null)
        {
            FileRingRead read = reversed;
            reversed = read.Next;
            read.Next = null;
            _waiting.Enqueue(read);
        }
    }

    private void WriteRequests()
    {
        while (_free.Count > 0 && _ring.Waiting < _ring.Capacity && _waiting.TryDequeue(out FileRingRead? read))
        {
            if (read.TryBegin())
            {
                int slot = _free.Pop();
                _slots[slot] = read;
                _ring.TryWrite(read.Request((ulong)slot));
            }
        }
    }

    private void End(int slot, int result)
    {
        FileRingRead read = _slots[slot]!;
        _slots[slot] = null;
        _free.Push(slot);
        read.End(result);
    }
}
