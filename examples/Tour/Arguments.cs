namespace Samples.Tour;

using System.Globalization;

/// <summary>What the command line asks for. What is null is left to the ASYNC_STD_* variables.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Tour [DIR] [--runtime NAME] [--threads N] [--io NAME] [--clients N] [--files N] [--out DIR]
             [--warm-up MS] [--rounds N]

          DIR              the folder to walk; by default the repository around the current folder or
                           this program, and the folder of the .NET SDK
          --runtime NAME   work-stealing, thread-pool or current-thread
          --threads N      worker threads of a work-stealing runtime
          --io NAME        the drivers: auto, portable, epoll or io-uring
          --clients N      how many clients ask at once, 1 to 1000; by default 64
          --files N        how many files to take at most, 1 to 10000000; by default 10000
          --out DIR        where the index is written, and kept; by default a temporary folder
          --warm-up MS     how long each form of each stage runs before it is measured, at least once;
                           0 to 60000, by default 2500
          --rounds N       how often each is measured then, 1 to 100; by default 3

        ASYNC_STD_* variables set the runtime's options; a switch wins over its variable.
        The exit code is 0, 1 after a message on the standard error stream, or 130 after Ctrl-C.
        """;

    public IReadOnlyList<string> Folders { get; private init; } = [];

    public string? Runtime { get; private init; }

    public string? Threads { get; private init; }

    public string? Io { get; private init; }

    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromMilliseconds(2500);

    public int Rounds { get; private init; } = 3;

    public int Clients { get; private init; } = 64;

    public int MaxFiles { get; private init; } = 10_000;

    public string? Out { get; private init; }

    public static Arguments Parse(string[] args)
    {
        var result = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            result = args[i] switch
            {
                "--runtime" => result with { Runtime = ValueOf(args, ref i) },
                "--threads" => result with { Threads = ValueOf(args, ref i) },
                "--io" => result with { Io = ValueOf(args, ref i) },
                "--clients" => result with { Clients = Number("--clients", ValueOf(args, ref i), 1, 1_000) },
                "--files" => result with { MaxFiles = Number("--files", ValueOf(args, ref i), 1, 10_000_000) },
                "--warm-up" => result with { WarmUp = TimeSpan.FromMilliseconds(Number("--warm-up", ValueOf(args, ref i), 0, 60_000)) },
                "--rounds" => result with { Rounds = Number("--rounds", ValueOf(args, ref i), 1, 100) },
                "--out" => result with { Out = Path.GetFullPath(ValueOf(args, ref i)) },
                ['-', ..] or "" => throw Bad($"'{args[i]}' is no switch."),
                _ when result.Folders.Count > 0 => throw Bad($"'{args[i]}' is one folder too many."),
                _ => result with { Folders = [Existing(args[i])] },
            };
        }

        return result.Folders.Count > 0 ? result : result with { Folders = DefaultFolders.Find() };
    }

    private static string ValueOf(string[] args, ref int i) => ++i < args.Length && args[i] is not ['-', '-', ..] and not ""
        ? args[i]
        : throw Bad($"'{args[i - 1]}' needs a value.");

    private static int Number(string name, string text, int min, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Bad($"{name} is '{text}'; allowed is an integer from {min} to {max}.");

    private static string Existing(string folder)
        => Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new BadArgumentException($"'{folder}' is not a folder.");

    private static BadArgumentException Bad(string what) => new($"{what}\n\n{Usage}");
}
