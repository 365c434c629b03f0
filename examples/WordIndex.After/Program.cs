namespace Samples.WordIndex;

/// <summary>Writes an index of the words in a tree of text files: which word is in which file, on which lines. Files that have not changed since the last index are
/// not read again.</summary>
internal static class Program
{
    private const string StopWordsName = "stopwords.txt";
    private const string CacheName = "cache";
    private const string IndexName = "index.txt";
    private static readonly string[] s_extensions = [".txt", ".md"];

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: WordIndex <folder> <output folder>");
            return 1;
        }

        string root = Path.GetFullPath(arguments[0]), output = Path.GetFullPath(arguments[1]);
        if (!await Directory.ExistsAsync(root))
        {
            Console.Error.WriteLine($"'{root}' is not a folder.");
            return 1;
        }

        await Directory.CreateDirectoryAsync(Path.Combine(output, CacheName));
        HashSet<string> stopWords = await ReadStopWordsAsync(Path.Combine(root, StopWordsName));
        var index = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        int files = 0, reread = 0;
        await foreach (string path in Directory.EnumerateFilesAsync(root, "*", SearchOption.AllDirectories))
        {
            if (!s_extensions.Contains(Path.GetExtension(path)) || Path.GetFileName(path) == StopWordsName)
            {
                continue;
            }

            string name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            string cached = Path.Combine(output, CacheName, name.Replace('/', '+'));
            if (await IsStaleAsync(path, cached))
            {
                await WriteWordsAsync(path, cached);
                reread++;
            }

            await AddWordsAsync(index, name, cached, stopWords);
            files++;
        }

        await WriteIndexAsync(index, Path.Combine(output, IndexName));
        await RemoveForgottenAsync(root, Path.Combine(output, CacheName));
        Console.WriteLine($"files {files}, read again {reread}, words {index.Count}");
        return 0;
    }

    private static async Task<HashSet<string>> ReadStopWordsAsync(string path)
    {
        if (!await File.ExistsAsync(path))
        {
            return [];
        }

        string[] lines = await File.ReadAllLinesAsync(path);
        return lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<bool> IsStaleAsync(string path, string cached)
    {
        if (!await File.ExistsAsync(cached))
        {
            return true;
        }

        DateTime changed = await File.GetLastWriteTimeUtcAsync(path);
        return changed > await File.GetLastWriteTimeUtcAsync(cached);
    }

    /// <summary>The words of a file with their line numbers, one a line.</summary>
    private static async Task WriteWordsAsync(string path, string cached)
    {
        string temporary = cached + ".new";
        using (StreamReader reader = await File.OpenTextAsync(path))
        await using (StreamWriter writer = await File.CreateTextAsync(temporary))
        {
            int number = 0;
            while (await reader.ReadLineAsync() is { } line)
            {
                number++;
                foreach (string word in Words(line))
                {
                    await writer.WriteLineAsync($"{word} {number}");
                }
            }
        }

        await File.MoveAsync(temporary, cached, overwrite: true);
    }

    private static async Task AddWordsAsync(SortedDictionary<string, SortedSet<string>> index, string name, string cached, HashSet<string> stopWords)
    {
        await foreach (string line in File.ReadLinesAsync(cached))
        {
            string[] parts = line.Split(' ');
            if (stopWords.Contains(parts[0]))
            {
                continue;
            }

            if (!index.TryGetValue(parts[0], out SortedSet<string>? places))
            {
                index.Add(parts[0], places = new SortedSet<string>(StringComparer.Ordinal));
            }

            places.Add($"{name}:{parts[1]}");
        }
    }

    private static async Task WriteIndexAsync(SortedDictionary<string, SortedSet<string>> index, string path)
    {
        IEnumerable<string> lines = index.Select(entry => $"{entry.Key}: {string.Join(", ", entry.Value)}");
        await File.WriteAllLinesAsync(path + ".new", lines);
        if (await File.ExistsAsync(path))
        {
            await File.ReplaceAsync(path + ".new", path, path + ".old");
        }
        else
        {
            await File.MoveAsync(path + ".new", path);
        }
    }

    private static async Task RemoveForgottenAsync(string root, string cache)
    {
        foreach (string cached in await Directory.GetFilesAsync(cache))
        {
            string path = Path.Combine(root, Path.GetFileName(cached).Replace('+', Path.DirectorySeparatorChar));
            if (!await File.ExistsAsync(path))
            {
                await File.DeleteAsync(cached);
            }
        }
    }

    private static IEnumerable<string> Words(string line)
    {
        int start = -1;
        for (int i = 0; i <= line.Length; i++)
        {
            bool isLetter = i < line.Length && char.IsLetter(line[i]);
            if (isLetter && start < 0)
            {
                start = i;
            }
            else if (!isLetter && start >= 0)
            {
                yield return line[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }
}
