namespace AsyncStdTests.Examples;

using AsyncStdTests.Repository;

/// <summary>A small tree to tour, with what a walk leaves out and what is no text, and what the BCL counts in it.</summary>
internal sealed class TourTree : IDisposable
{
    private static readonly char[] s_blanks = [' ', '\t', '\r', '\n'];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _texts = [];

    public TourTree()
    {
        Add("empty.txt", "");
        Add("one.txt", "one two\nthree\n");
        Add(System.IO.Path.Combine("below", "two.txt"), "  four   five");
        Add(System.IO.Path.Combine("below", "long.txt"), string.Concat(Enumerable.Range(0, 30_000).Select(n => $"line {n} of größe\r\n"))); // of several reads
        _folder.Write(System.IO.Path.Combine("tree", "data.bin"), "no\0text");
        _folder.Write(System.IO.Path.Combine("tree", "bin", "built.txt"), "built");
        _folder.Write(System.IO.Path.Combine("tree", ".hidden", "hidden.txt"), "hidden");
    }

    public string Path => _folder.PathOf("tree");

    /// <summary>Gets a folder beside the tree.</summary>
    public string Beside => _folder.PathOf("index");

    /// <summary>Gets the line in which the tour sums up what it has counted.</summary>
    public string Counted
    {
        get
        {
            var lines = _texts.Sum(path => File.ReadLines(path).LongCount());
            var words = _texts.Sum(path => File.ReadAllText(path).Split(s_blanks, StringSplitOptions.RemoveEmptyEntries).LongLength);

            return $"{_texts.Count:N0} texts, {lines:N0} lines, {words:N0} words; 1 others, 0 unreadable";
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Add(string name, string text)
    {
        _folder.Write(System.IO.Path.Combine("tree", name), text);
        _texts.Add(_folder.PathOf("tree", name));
    }
}
