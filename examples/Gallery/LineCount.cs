namespace Samples.Gallery;

using AsyncStd.Prelude;

/// <summary>The lines of a file, one by one: the file may be larger than the memory.</summary>
internal static class LineCount
{
    public static async Task RunAsync(string[] args)
    {
        if (args is not [var path])
        {
            throw new UsageException();
        }

        await using var file = await File.OpenAsync(path);
        long count = 0;
        await foreach (string line in file.Lines())
        {
            count++;
        }

        await Console.PrintlnAsync($"{count} lines in {path}");
    }
}
