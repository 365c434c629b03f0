namespace Samples.Tour;

using System.Text;

/// <summary>A part of the index: for each of its words, the numbers of the files that have it. Not thread-safe: it is put behind a lock.</summary>
internal sealed class IndexShard
{
    private readonly Dictionary<string, List<int>> _files = new(StringComparer.Ordinal);

    public int WordCount => _files.Count;

    public long PlaceCount { get; private set; }

    public void Add(FileWords words, int shard)
    {
        foreach (var word in words.InShard(shard))
        {
            if (!_files.TryGetValue(word, out var files))
            {
                _files.Add(word, files = []);
            }

            files.Add(words.File);
            PlaceCount++;
        }
    }

    /// <summary>The numbers of the files that have a word, in no order.</summary>
    public IReadOnlyList<int> Find(string word) => _files.TryGetValue(word, out var files) ? files : [];

    public IEnumerable<string> Words => _files.Keys;

    /// <summary>A line for each word, in order: the word, then the numbers of its files.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var (word, files) in _files.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(word).Append('\t').AppendJoin(' ', files.Order()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
