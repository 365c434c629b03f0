namespace Samples.Tour;

/// <summary>What was found in one file, or in many.</summary>
internal readonly record struct Counts(int TextFiles, int OtherFiles, int Unreadable, long Lines, long Words)
{
    public static readonly Counts Other = new(0, 1, 0, 0, 0);

    public static readonly Counts NotReadable = new(0, 0, 1, 0, 0);

    public int Files => TextFiles + OtherFiles + Unreadable;

    public static Counts operator +(Counts left, Counts right) => new(
        left.TextFiles + right.TextFiles,
        left.OtherFiles + right.OtherFiles,
        left.Unreadable + right.Unreadable,
        left.Lines + right.Lines,
        left.Words + right.Words);

    /// <summary>Counts lines and words of UTF-8 or any other text in which a blank is one byte; a file with a zero byte is no text.</summary>
    public static Counts Of(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
        {
            return Other;
        }

        long lines = 0;
        long words = 0;
        var inWord = false;
        foreach (var each in content)
        {
            lines += each == '\n' ? 1 : 0;
            var isBlank = each is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            words += inWord || isBlank ? 0 : 1;
            inWord = !isBlank;
        }

        lines += content is [.., not (byte)'\n'] ? 1 : 0;

        return new Counts(1, 0, 0, lines, words);
    }
}
