namespace AsyncStd.Runtimes.Configuration;

using System.Globalization;

/// <summary>Every option that can be set by text. The table in <c>docs/configuration.md</c> is this one; a test compares them.</summary>
internal static class OptionTable
{
    /// <summary>The most worker threads.</summary>
    public const int MaxThreads = 1024;

    private const int MaxBlockingThreads = 32768;
    private const int MaxBudget = 1_000_000;
    private const int MaxSpin = 10_000;
    private const int MaxNameLength = 128;
    private const int MaxMilliseconds = 24 * 60 * 60 * 1000;

    private static readonly (string Text, RuntimeKind Kind)[] s_kinds =
        [("work-stealing", RuntimeKind.WorkStealing), ("thread-pool", RuntimeKind.ThreadPool), ("current-thread", RuntimeKind.CurrentThread)];

    private static readonly (string Text, IoKind Io)[] s_ios =
        [("auto", IoKind.Auto), ("portable", IoKind.Portable), ("epoll", IoKind.Epoll), ("io-uring", IoKind.IoUring)];

    private static readonly (string Text, bool IsOn)[] s_switches = [("on", true), ("off", false)];

    /// <summary>The options, in the order of the documentation.</summary>
    public static IReadOnlyList<OptionDefinition> All { get; } =
    [
        new(
            "Runtime",
            "ASYNC_STD_RUNTIME",
            "name",
            "work-stealing",
            "work-stealing, thread-pool or current-thread",
            (options, text) => Choose(s_kinds, text, kind => options.Kind = kind),
            options => Array.Find(s_kinds, each => each.Kind == options.Kind).Text ?? $"{options.Kind}",
            options => Enum.IsDefined(options.Kind)) { Property = nameof(RuntimeOptions.Kind) },
        Integer("ThreadCount", "ASYNC_STD_THREAD_COUNT", "the processors that the process may use", 1, MaxThreads, o => o.ThreadCount, (o, v) => o.ThreadCount = v),
        new(
            "ThreadName",
            "ASYNC_STD_THREAD_NAME",
            "text",
            "async-std/runtime",
            $"1 to {MaxNameLength} characters, none of them NUL",
            (options, text) =>
            {
                options.ThreadName = text;
                return true;
            },
            options => options.ThreadName,
            options => options.ThreadName is { Length: > 0 and <= MaxNameLength } name && !name.Contains('\0')),
        new(
            "Io",
            "ASYNC_STD_IO",
            "name",
            "auto",
            "auto, portable, epoll or io-uring",
            (options, text) => Choose(s_ios, text, io => options.Io = io),
            options => Array.Find(s_ios, each => each.Io == options.Io).Text ?? $"{options.Io}",
            options => Enum.IsDefined(options.Io)),
        Integer("BlockingThreads", "ASYNC_STD_BLOCKING_THREADS", "512", 1, MaxBlockingThreads, o => o.BlockingThreads, (o, v) => o.BlockingThreads = v),
        Integer("SliceBudget", "ASYNC_STD_BUDGET", "128", 0, MaxBudget, o => o.SliceBudget, (o, v) => o.SliceBudget = v),
        Integer("SpinMicroseconds", "ASYNC_STD_SPIN", "30", 0, MaxSpin, o => o.SpinMicroseconds, (o, v) => o.SpinMicroseconds = v),
        Milliseconds("ShutdownTimeout", "ASYNC_STD_SHUTDOWN_TIMEOUT", "1000", o => o.ShutdownTimeout, (o, v) => o.ShutdownTimeout = v),
        Milliseconds("CancelGrace", "ASYNC_STD_CANCEL_GRACE", "1000", o => o.CancelGrace, (o, v) => o.CancelGrace = v),
        new(
            "DumpOnSignal",
            "ASYNC_STD_DUMP_ON_SIGNAL",
            "switch",
            "off",
            "on or off",
            (options, text) => Choose(s_switches, text, isOn => options.DumpOnSignal = isOn),
            options => options.DumpOnSignal ? "on" : "off",
            _ => true),
    ];

    private static OptionDefinition Integer(
        string key, string variable, string byDefault, int min, int max, Func<RuntimeOptions, int> get, Action<RuntimeOptions, int> set)
        => new(
            key,
            variable,
            "integer",
            byDefault,
            $"an integer from {min} to {max}",
            (options, text) => TryInteger(text, value => set(options, value)),
            options => get(options).ToString(CultureInfo.InvariantCulture),
            options => get(options) >= min && get(options) <= max);

    private static OptionDefinition Milliseconds(
        string key, string variable, string byDefault, Func<RuntimeOptions, TimeSpan> get, Action<RuntimeOptions, TimeSpan> set)
        => new(
            key,
            variable,
            "milliseconds",
            byDefault,
            $"an integer from 0 to {MaxMilliseconds}",
            (options, text) => TryInteger(text, value => set(options, TimeSpan.FromMilliseconds(value))),
            options => get(options).TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            options => get(options) >= TimeSpan.Zero && get(options).TotalMilliseconds <= MaxMilliseconds);

    /// <summary>Digits only: no sign, no blanks, no separators. What overflows is as wrong as what is out of range.</summary>
    private static bool TryInteger(string text, Action<int> set)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        set(value);
        return true;
    }

    private static bool Choose<T>((string Text, T Value)[] choices, string text, Action<T> set)
    {
        foreach ((string choice, T value) in choices)
        {
            if (choice == text)
            {
                set(value);
                return true;
            }
        }

        return false;
    }
}
