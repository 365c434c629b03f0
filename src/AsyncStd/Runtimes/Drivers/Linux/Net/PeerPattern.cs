namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>Who asks, and how many at a time: what tells whether looking on for the next request pays. Times are in microseconds.</summary>
/// <remarks>Written by whoever has the reactor's turn, and read by anybody, as a hint.</remarks>
internal struct PeerPattern
{
    private const int Lately = 1000;
    private const int FewAtATime = 4;
    private const int Scale = 64;
    private const int Weight = 8;

    private long _about;

    /// <summary>On average of the last few, in parts of <see cref="Scale"/>.</summary>
    private int _meanCount;
    private long _notedAt;

    /// <summary>Whether the last two looks that brought anything brought one event each, of the same socket: one peer that asks and waits for the answer.</summary>
    public bool IsOnePeer { get; private set; }

    /// <summary>Whether what came lately came from several sockets, but few at a time: looking on would take a processor from the peers, and serve them one by one.</summary>
    public readonly bool IsScattered(long now) => !IsOnePeer && _meanCount < FewAtATime * Scale && now - _notedAt < Lately;

    /// <summary>Remembers what a look has brought.</summary>
    /// <param name="count">How many events.</param>
    /// <param name="about">What the last one is about, by a number that others have not.</param>
    /// <param name="now">The time.</param>
    public void Note(int count, long about, long now)
    {
        IsOnePeer = count == 1 && about == _about;
        _about = about;
        _meanCount += ((count * Scale) - _meanCount) / Weight;
        _notedAt = now;
    }
}
