namespace AsyncStdBenchmarks.Workloads;

/// <summary>Marsaglia's generator with the yardstick's constants, so that every program sleeps the same times.</summary>
internal struct XorShift(ulong seed)
{
    private ulong _state = (seed * 0x9E37_79B9_7F4A_7C15) | 1;

    public ulong Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return _state;
    }
}
