namespace Samples.Tour;

using System.Globalization;
using AsyncStd.Runtimes;

/// <summary>Builds the runtime: the switches count as code and so win over ASYNC_STD_* variables.</summary>
internal static class RuntimeChoice
{
    public static Runtime Build(Arguments arguments)
    {
        var builder = new RuntimeBuilder().Name("tour");
        if (arguments.Runtime is not null)
        {
            builder.Use(KindOf(arguments.Runtime));
        }

        if (arguments.Threads is not null)
        {
            builder.ThreadCount(CountOf(arguments.Threads));
        }

        if (arguments.Io is not null)
        {
            var io = IoOf(arguments.Io);
            builder.Configure(options => options.Io = io);
        }

        try
        {
            return builder.Build();
        }
        catch (RuntimeConfigurationException e) when (arguments.Threads is not null && e.Setting == "RuntimeOptions.ThreadCount")
        {
            // The library names the property; whoever sits at the terminal knows the switch.
            throw new BadArgumentException($"--threads is '{arguments.Threads}'; allowed is {e.Allowed}.");
        }
    }

    /// <summary>What ran, in one line: the executor and the drivers, in the words of the runtime itself.</summary>
    public static string Describe(Runtime runtime)
    {
        var lines = runtime.Describe().Split('\n', StringSplitOptions.TrimEntries);

        return string.Join("; ", lines.Where((line, i) => i == 0 || line.StartsWith("files: ", StringComparison.Ordinal) || line.StartsWith("network: ", StringComparison.Ordinal)));
    }

    private static RuntimeKind KindOf(string name) => name switch
    {
        "work-stealing" => RuntimeKind.WorkStealing,
        "thread-pool" => RuntimeKind.ThreadPool,
        "current-thread" => RuntimeKind.CurrentThread,
        _ => throw new BadArgumentException($"--runtime is '{name}'; allowed is work-stealing, thread-pool or current-thread."),
    };

    private static IoKind IoOf(string name) => name switch
    {
        "auto" => IoKind.Auto,
        "portable" => IoKind.Portable,
        "epoll" => IoKind.Epoll,
        "io-uring" => IoKind.IoUring,
        _ => throw new BadArgumentException($"--io is '{name}'; allowed is auto, portable, epoll or io-uring."),
    };

    /// <summary>What is not a number is as wrong as zero; the library says what is allowed.</summary>
    private static int CountOf(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
