namespace Samples.Gallery;

using System.Globalization;
using AsyncStd.Prelude;

/// <summary>
/// A line typed in time, or a message. A read that is given up loses no byte: a line that was begun before the limit
/// and is finished after it is whole.
/// </summary>
internal static class StdinTimeout
{
    public static async Task RunAsync(string[] args)
    {
        if (args.Length > 2
            || !double.TryParse(args.ElementAtOrDefault(0) ?? "5", CultureInfo.InvariantCulture, out double seconds) || seconds is not (> 0 and < 1e6)
            || !int.TryParse(args.ElementAtOrDefault(1) ?? "3", CultureInfo.InvariantCulture, out int attempts) || attempts < 1)
        {
            throw new UsageException();
        }

        await Console.PrintlnAsync("Type a line:");
        for (int attempt = 1; attempt <= attempts; attempt++)
        {
            try
            {
                string? line = await Task.Timeout(TimeSpan.FromSeconds(seconds), () => Console.Stdin.ReadLineAsync());
                await Console.PrintlnAsync(line is null ? "The input has ended." : $"You typed: {line}");
                return;
            }
            catch (TimeoutException) when (attempt < attempts)
            {
                await Console.PrintlnAsync("Nothing yet. Go on:");
            }
        }
    }
}
