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

    private static RuntimeKind KindOf(string name) => name switch
    {
        "work-stealing" => RuntimeKind.WorkStealing,
        "thread-pool" => RuntimeKind.ThreadPool,
        "current-thread" => RuntimeKind.CurrentThread,
        _ => throw new BadArgumentException($"--runtime is '{name}'; allowed is work-stealing, thread-pool or current-thread."),
    };

    /// <summary>What is not a number is as wrong as zero; the library says what is allowed.</summary>
    private static int CountOf(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
