namespace Samples.Tour;

/// <summary>Which word is in which files.</summary>
internal sealed class WordIndex(IReadOnlyList<IndexShard> shards, IReadOnlyList<TextFile> files)
{
    public const int ShardCount = 16;

    public IReadOnlyList<IndexShard> Shards => shards;

    /// <summary>The shard in which a word is: the same in every run, unlike <c>string.GetHashCode</c>.</summary>
    public static int ShardOf(ReadOnlySpan<char> word)
    {
        var hash = 2_166_136_261;
        foreach (var letter in word)
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return (int)((hash >> 16) % ShardCount);
    }

    /// <summary>How many files have a word, and the first of them.</summary>
    public (int Count, string First) Find(string word)
    {
        var found = shards[ShardOf(word)].Find(word);

        return (found.Count, found.Count == 0 ? "-" : files[found.Min()].Path);
    }

    /// <summary>Some of the words, evenly spread: what the clients ask for.</summary>
    public string[] Sample(int count)
    {
        var words = shards.SelectMany(shard => shard.Words).Order(StringComparer.Ordinal).ToArray();

        return words.Length == 0 ? ["none"] : [.. Enumerable.Range(0, count).Select(i => words[(int)((long)i * words.Length / count)])];
    }

    public override string ToString() =>
        $"{shards.Sum(shard => shard.WordCount):N0} words in {files.Count:N0} files, {shards.Sum(shard => shard.PlaceCount):N0} places";
}
