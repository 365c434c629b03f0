namespace Samples.Tour;

using System.Globalization;

/// <summary>What the command line asks for.</summary>
/// <param name="Folder">The tree to walk.</param>
/// <param name="Runtime">The name of an executor, or null to leave the choice to ASYNC_STD_RUNTIME.</param>
/// <param name="Threads">The number of threads, as given, or null to leave it to ASYNC_STD_THREAD_COUNT.</param>
/// <param name="Timeout">The patience with the slow task.</param>
internal sealed record Arguments(string Folder, string? Runtime, string? Threads, TimeSpan Timeout)
{
    public const string Usage = """
        Tour [DIR] [--runtime NAME] [--threads N] [--timeout MS]

          DIR              the folder to walk; by default the repository around the current folder or this program
          --runtime NAME   work-stealing, thread-pool or current-thread
          --threads N      worker threads of a work-stealing runtime
          --timeout MS     how long to wait for the slow task, 1 to 3600000; by default 200

        ASYNC_STD_* variables set the runtime's other options; a switch wins over its variable.
        """;

    private const int MaxMilliseconds = 3_600_000;

    public static Arguments Parse(string[] args)
    {
        string? folder = null;
        string? runtime = null;
        string? threads = null;
        var timeout = TimeSpan.FromMilliseconds(200);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--runtime":
                    runtime = ValueOf(args, ref i);
                    break;
                case "--threads":
                    threads = ValueOf(args, ref i);
                    break;
                case "--timeout":
                    timeout = Milliseconds(ValueOf(args, ref i));
                    break;
                case ['-', ..] or "":
                    throw Bad($"'{args[i]}' is no switch.");
                default:
                    folder = folder is null ? args[i] : throw Bad($"'{args[i]}' is one folder too many.");
                    break;
            }
        }

        return new Arguments(Existing(folder ?? FileTree.FindRepository()), runtime, threads, timeout);
    }

    private static string ValueOf(string[] args, ref int i)
        => ++i < args.Length ? args[i] : throw Bad($"'{args[^1]}' needs a value.");

    private static TimeSpan Milliseconds(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxMilliseconds
            ? TimeSpan.FromMilliseconds(value)
            : throw Bad($"--timeout is '{text}'; allowed is an integer from 1 to {MaxMilliseconds}.");

    private static string Existing(string folder)
        => Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new BadArgumentException($"'{folder}' is not a folder.");

    private static BadArgumentException Bad(string what) => new($"{what}\n\n{Usage}");
}
