namespace Samples.Gallery;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>
/// Three workers take jobs from one channel. They are handed out at a rate, one each 20 ms, however quick the workers are; and the channel is
/// short, so that whoever brings jobs waits for the workers, however slow they are.
/// </summary>
internal static class WorkerPool
{
    private const int Workers = 3;
    private const int Jobs = 12;

    private static readonly TimeSpan s_rate = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(string[] args)
    {
        long start = Runtime.Current.Clock.GetTimestamp();
        var (jobs, queue) = Channel.Bounded<int>(1);

        await TaskGroup.Run(async pool =>
        {
            for (int i = 1; i <= Workers; i++)
            {
                int number = i;
                pool.Start(() => WorkAsync(number, queue), $"worker {i}");
            }

            using (jobs) // its end closes the channel, and so ends the workers
            {
                using var ticks = Task.Interval(s_rate, MissedTicks.Delay);
                for (int job = 1; job <= Jobs; job++)
                {
                    await ticks.TickAsync();
                    await jobs.SendAsync(job);
                }
            }
        });

        TimeSpan time = Runtime.Current.Clock.GetElapsedTime(start);
        await Console.PrintlnAsync($"{Jobs} jobs in {time.TotalMilliseconds:F0} ms, {s_rate.TotalMilliseconds:F0} ms apart or more");
    }

    private static async Task WorkAsync(int number, Receiver<int> queue)
    {
        int done = 0;
        await foreach (int job in queue)
        {
            await Task.Sleep(TimeSpan.FromMilliseconds(10 * (job % 5)));
            done++;
            await Console.PrintlnAsync($"job {job} done by worker {number}");
        }

        await Console.PrintlnAsync($"worker {number} ends after {done}");
    }
}
