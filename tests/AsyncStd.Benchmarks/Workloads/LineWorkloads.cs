namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Reading a file line by line.</summary>
internal static class LineWorkloads
{
    /// <summary>Lines of <c>text.txt</c> in the yardstick's folder, as strings.</summary>
    public static async JoinHandle<WorkloadResult> Lines(long size)
    {
        string folder = Environment.GetEnvironmentVariable("BENCH_DATA") ?? "/var/tmp/asyncbench";
        long count = 0;
        long bytes = 0;
        await using Stream file = await AsyncStd.Fs.File.OpenAsync(folder + "/text.txt");
        await foreach (string line in file.Lines())
        {
            count++;
            bytes += line.Length + 1;
            if (count == size)
            {
                break;
            }
        }

        return new WorkloadResult(count) { Extras = [("bytes", bytes)] };
    }
}
