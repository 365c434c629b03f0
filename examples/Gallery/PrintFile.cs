namespace Samples.Gallery;

using AsyncStd.Io;
using AsyncStd.Prelude;

/// <summary>From a file to the standard output through one buffer. Any two streams can be copied so.</summary>
internal static class PrintFile
{
    public static async Task RunAsync(string[] args)
    {
        if (args is not [var path])
        {
            throw new UsageException();
        }

        await using var file = await File.OpenAsync(path);
        long length = await Io.CopyAsync(file, Console.Stdout);
        await Console.EprintlnAsync($"{length} bytes");
    }
}
