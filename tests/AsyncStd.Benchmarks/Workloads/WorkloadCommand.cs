namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

/// <summary>The command line of the workload mode.</summary>
internal sealed record WorkloadCommand(string Workload, long Size, bool WarmUp)
{
    public const string Switch = "--workload";
    public const string Usage = $"usage: {Switch} NAME [--size N] [--no-warmup], N at least 1";

    private const long DefaultSize = 100_000;

    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out WorkloadCommand? command)
    {
        command = null;
        string? workload = null;
        long size = DefaultSize;
        bool warmUp = true;

        for (int i = 0; i < arguments.Length; i++)
        {
            bool hasValue = i + 1 < arguments.Length;
            switch (arguments[i])
            {
                case Switch when hasValue:
                    workload = arguments[++i];
                    break;
                case "--size" when hasValue && TryParseSize(arguments[i + 1], out size):
                    i++;
                    break;
                case "--no-warmup":
                    warmUp = false;
                    break;
                default:
                    return false;
            }
        }

        if (workload is null)
        {
            return false;
        }

        command = new WorkloadCommand(workload, size, warmUp);
        return true;
    }

    private static bool TryParseSize(string text, out long size)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= 1;
}
