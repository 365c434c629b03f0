namespace Samples.Tour;

/// <summary>Counts the lines and words of a file that comes in pieces.</summary>
/// <remarks>Right for UTF-8 and any other text in which a blank is one byte. What has a zero byte is no text.</remarks>
internal struct TextCounts
{
    private bool _inWord;
    private bool _inLine;

    public long Bytes { get; private set; }

    public long Lines { get; private set; }

    public long Words { get; private set; }

    public bool IsText { get; private set; } = true;

    public TextCounts()
    {
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        Bytes += piece.Length;
        if (piece.Contains((byte)0))
        {
            IsText = false;
            return;
        }

        var ended = piece.Count((byte)'\n');
        var endsOpen = piece[^1] != '\n';
        Lines += ended + (endsOpen ? 1 : 0) - (_inLine ? 1 : 0); // an open line was counted with the piece before
        _inLine = endsOpen;

        long words = 0;
        var inWord = _inWord;
        foreach (var each in piece)
        {
            var isBlank = each is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            words += inWord || isBlank ? 0 : 1;
            inWord = !isBlank;
        }

        Words += words;
        _inWord = inWord;
    }
}
