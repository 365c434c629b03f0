namespace AsyncStdTests.Benchmarks;

using AsyncStdTests.Repository;

/// <summary>The files that workloads expect, as small as can be, and the variables that say where they are.</summary>
internal sealed class WorkloadFiles : IDisposable
{
    private const string Line = "123456789\n";

    private readonly TemporaryFolder _folder = new();

    public WorkloadFiles()
    {
        Data = _folder.PathOf("data", "data.bin");
        _folder.Write("data/text.txt", string.Concat(Enumerable.Repeat(Line, 50)));
        File.WriteAllBytes(Data, new byte[64 * 1024]);
        Directory.CreateDirectory(_folder.PathOf("memory"));
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                _folder.Write($"tree/{i}/{j}", Line + Line);
            }
        }

        Environment = new Dictionary<string, string>
        {
            ["BENCH_DATA"] = _folder.PathOf("data"),
            ["BENCH_TMPFS"] = _folder.PathOf("memory"),
            ["BENCH_TREE"] = _folder.PathOf("tree"),
            ["BENCH_WALK"] = _folder.PathOf("tree"),
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Gets the file of which pages are read.</summary>
    public string Data { get; }

    /// <summary>Gets how many files and folders there are.</summary>
    public int Count => Directory.GetFileSystemEntries(_folder.PathOf(), "*", SearchOption.AllDirectories).Length;

    public void Dispose() => _folder.Dispose();
}
