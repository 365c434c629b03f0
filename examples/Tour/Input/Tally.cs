namespace Samples.Tour;

using System.Globalization;
using System.Text;

/// <summary>The files of text in the order of their paths, and how many others there are.</summary>
internal sealed class Tally
{
    /// <summary>A file that is longer is left alone.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    private readonly List<TextFile> _texts = [];
    private readonly int _others;
    private readonly int _unreadable;

    /// <summary>Sorts files by what was counted in them; null is one that could not be read.</summary>
    public Tally(IReadOnlyList<string> files, TextCounts?[] counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            switch (counts[i])
            {
                case null:
                    _unreadable++;
                    break;
                case { IsText: true, Bytes: <= MaxBytes } text:
                    _texts.Add(new TextFile(files[i], text.Bytes, text.Lines, text.Words));
                    break;
                default:
                    _others++;
                    break;
            }
        }
    }

    public IReadOnlyList<TextFile> Texts => _texts;

    /// <summary>A line for each text: its number, path, bytes, lines and words.</summary>
    public byte[] ToBytes()
    {
        var lines = new StringBuilder();
        foreach (var (i, text) in _texts.Index())
        {
            lines.Append(CultureInfo.InvariantCulture, $"{i}\t{text.Path}\t{text.Bytes}\t{text.Lines}\t{text.Words}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    public override string ToString() =>
        $"{_texts.Count:N0} texts, {_texts.Sum(text => text.Lines):N0} lines, {_texts.Sum(text => text.Words):N0} words; {_others:N0} others, {_unreadable:N0} unreadable";
}
