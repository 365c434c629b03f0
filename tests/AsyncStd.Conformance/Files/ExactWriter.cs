namespace AsyncStdConformance.Files;

using System.Buffers;

/// <summary>Gives out just what is asked for, and does something before it is asked for the first time.</summary>
internal sealed class ExactWriter : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _given = [];

    public Action? BeforeFirst { get; set; }

    public byte[] Written => [.. _written];

    public void Advance(int count) => _written.AddRange(_given.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        BeforeFirst?.Invoke();
        BeforeFirst = null;
        return _given = new byte[Math.Max(1, sizeHint)];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
