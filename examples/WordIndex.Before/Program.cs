namespace Samples.WordIndex;

/// <summary>Writes an index of the words in a tree of text files: which word is in which file, on which lines. Files that have not changed since the last index are
/// not read again.</summary>
internal static class Program
{
    private const string StopWordsName = "stopwords.txt";
    private const string CacheName = "cache";
    private const string IndexName = "index.txt";
    private static readonly string[] s_extensions = [".txt", ".md"];

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: WordIndex <folder> <output folder>");
            return 1;
        }

        string root = Path.GetFullPath(arguments[0]), output = Path.GetFullPath(arguments[1]);
        if (!Directory.Exists(root))
        {
            Console.Error.WriteLine($"'{root}' is not a folder.");
            return 1;
        }

        Directory.CreateDirectory(Path.Combine(output, CacheName));
        HashSet<string> stopWords = ReadStopWords(Path.Combine(root, StopWordsName));
        var index = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        int files = 0, reread = 0;
        foreach (string path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (!s_extensions.Contains(Path.GetExtension(path)) || Path.GetFileName(path) == StopWordsName)
            {
                continue;
            }

            string name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            string cached = Path.Combine(output, CacheName, name.Replace('/', '+'));
            if (IsStale(path, cached))
            {
                WriteWords(path, cached);
                reread++;
            }

            AddWords(index, name, cached, stopWords);
            files++;
        }

        WriteIndex(index, Path.Combine(output, IndexName));
        RemoveForgotten(root, Path.Combine(output, CacheName));
        Console.WriteLine($"files {files}, read again {reread}, words {index.Count}");
        return 0;
    }

    private static HashSet<string> ReadStopWords(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string[] lines = File.ReadAllLines(path);
        return lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsStale(string path, string cached)
    {
        if (!File.Exists(cached))
        {
            return true;
        }

        DateTime changed = File.GetLastWriteTimeUtc(path);
        return changed > File.GetLastWriteTimeUtc(cached);
    }

    /// <summary>The words of a file with their line numbers, one a line.</summary>
    private static void WriteWords(string path, string cached)
    {
        string temporary = cached + ".new";
        using (StreamReader reader = File.OpenText(path))
        using (StreamWriter writer = File.CreateText(temporary))
        {
            int number = 0;
            while (reader.ReadLine() is { } line)
            {
                number++;
                foreach (string word in Words(line))
                {
                    writer.WriteLine($"{word} {number}");
                }
            }
        }

        File.Move(temporary, cached, overwrite: true);
    }

    private static void AddWords(SortedDictionary<string, SortedSet<string>> index, string name, string cached, HashSet<string> stopWords)
    {
        foreach (string line in File.ReadLines(cached))
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

    private static void WriteIndex(SortedDictionary<string, SortedSet<string>> index, string path)
    {
        IEnumerable<string> lines = index.Select(entry => $"{entry.Key}: {string.Join(", ", entry.Value)}");
        File.WriteAllLines(path + ".new", lines);
        if (File.Exists(path))
        {
            File.Replace(path + ".new", path, path + ".old");
        }
        else
        {
            File.Move(path + ".new", path);
        }
    }

    private static void RemoveForgotten(string root, string cache)
    {
        foreach (string cached in Directory.GetFiles(cache))
        {
            string path = Path.Combine(root, Path.GetFileName(cached).Replace('+', Path.DirectorySeparatorChar));
            if (!File.Exists(path))
            {
                File.Delete(cached);
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
