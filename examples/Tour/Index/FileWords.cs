namespace Samples.Tour;

using System.Text;

/// <summary>The different words of one file, in lower case, sorted into shards.</summary>
internal sealed class FileWords
{
    private const int MinLength = 3;
    private const int MaxLength = 40;

    private readonly HashSet<string>[] _shards = new HashSet<string>[WordIndex.ShardCount];

    public FileWords(int file, ReadOnlySpan<byte> content)
    {
        File = file;
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new HashSet<string>(StringComparer.Ordinal);
        }

        var start = 0;
        for (var i = 0; i <= content.Length; i++)
        {
            if (i < content.Length && IsLetter(content[i]))
            {
                continue;
            }

            if (i - start is >= MinLength and <= MaxLength)
            {
                Add(content[start..i]);
            }

            start = i + 1;
        }
    }

    /// <summary>The number of the file.</summary>
    public int File { get; }

    public IReadOnlySet<string> InShard(int shard) => _shards[shard];

    private void Add(ReadOnlySpan<byte> word)
    {
        Span<char> text = stackalloc char[MaxLength];
        var letters = text[..Encoding.UTF8.GetChars(word, text)];
        foreach (ref var letter in letters)
        {
            letter = char.ToLowerInvariant(letter);
        }

        // A string is made for a word that is new in this file, and for no other.
        _shards[WordIndex.ShardOf(letters)].GetAlternateLookup<ReadOnlySpan<char>>().Add(letters);
    }

    private static bool IsLetter(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or >= 0x80;
}
