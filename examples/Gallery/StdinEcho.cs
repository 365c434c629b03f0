namespace Samples.Gallery;

using AsyncStd.Prelude;

/// <summary>Lines in, lines out, until the input ends. No thread waits for the keyboard.</summary>
internal static class StdinEcho
{
    public static async Task RunAsync(string[] args)
    {
        await foreach (string line in Console.Stdin.Lines())
        {
            await Console.PrintlnAsync(line);
        }
    }
}
