namespace AsyncStd.Hosting;

using System.Buffers;

/// <summary>A block of what was written and is not sent yet.</summary>
internal sealed class OutputSegment
{
    private IMemoryOwner<byte>? _owner;
    private Memory<byte> _block;
    private int _start;
    private int _end;

    public OutputSegment? Next { get; set; }

    /// <summary>What can still be written.</summary>
    public Memory<byte> Free => _block[_end..];

    public int FreeLength => _block.Length - _end;

    /// <summary>What is to be sent.</summary>
    public ReadOnlyMemory<byte> Written => _block[_start.._end];

    public int WrittenLength => _end - _start;

    public void Fill(IMemoryOwner<byte> owner)
    {
        _owner = owner;
        _block = owner.Memory;
        _start = _end = 0;
    }

    public void Write(int count) => _end += count;

    public void Sent(int count) => _start += count;

    /// <summary>Gives the block back.</summary>
    public void Empty()
    {
        _owner?.Dispose();
        _owner = null;
        _block = default;
        _start = _end = 0;
        Next = null;
    }
}
