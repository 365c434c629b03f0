namespace AsyncStdConformance.Seeded;

/// <summary>FNV-1a over everything that a run did, in its order. Two runs with one hash did the same.</summary>
public struct TraceHash
{
    private const ulong Prime = 0x100000001B3;

    private ulong _value;

    public TraceHash() => _value = 0xCBF29CE484222325;

    public readonly ulong Value => _value;

    public void Add(long number)
    {
        for (int shift = 0; shift < 64; shift += 8)
        {
            _value = (_value ^ (byte)(number >> shift)) * Prime;
        }
    }

    public void Add(string text)
    {
        foreach (char character in text)
        {
            _value = (_value ^ character) * Prime;
        }
    }
}
