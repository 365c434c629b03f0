namespace AsyncStd.Stream;

/// <summary>One of a fixed number of readers of one enumeration: it has its place from the beginning, and is enumerated once.</summary>
internal sealed class BroadcastSequence<T> : AsyncSequence<T>
{
    private FanoutEnumerator<T>? _reader;

    public BroadcastSequence(Fanout<T> fanout)
    {
        _reader = new FanoutEnumerator<T>(fanout);
        fanout.TryJoin(_reader);
    }

    public override AsyncSequenceEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        FanoutEnumerator<T> reader = Interlocked.Exchange(ref _reader, null)
            ?? throw new InvalidOperationException("A sequence that Broadcast returned is enumerated once; Share makes one that can be enumerated by anybody at any time.");
        reader.Token = cancellationToken;
        return reader;
    }
}
