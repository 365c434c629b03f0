namespace Samples.Gallery;

using AsyncStd.Fs;
using AsyncStd.Prelude;
using Directory = System.IO.Directory;

/// <summary>A directory as an asynchronous sequence. The kind of an entry comes with its name, without a call for each.</summary>
internal static class ListDir
{
    public static async Task RunAsync(string[] args)
    {
        if (args is not [var path])
        {
            throw new UsageException();
        }

        await foreach (DirEntry entry in Directory.ReadAsync(path))
        {
            await Console.PrintlnAsync(entry.FileType == FileType.Directory ? $"{entry.Name}/" : entry.Name);
        }
    }
}
