namespace AsyncStdBenchmarks.Workloads;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Going from one task to another.</summary>
internal static class SwitchWorkloads
{
    private const int Yielders = 200;

    /// <summary>200 tasks that do nothing but yield.</summary>
    public static async JoinHandle<WorkloadResult> Yield(long size)
    {
        long yields = Math.Max(size / Yielders, 1);
        var tasks = new JoinHandle[Yielders];
        for (int i = 0; i < Yielders; i++)
        {
            tasks[i] = Task.Spawn(yields, static async left =>
            {
                for (; left > 0; left--)
                {
                    await Task.YieldNow();
                }
            });
        }

        foreach (JoinHandle task in tasks)
        {
            await task;
        }

        return new WorkloadResult(yields * Yielders);
    }

    /// <summary>Two tasks, a request and a reply each time, over two channels of one slot.</summary>
    public static async JoinHandle<WorkloadResult> PingPong(long size)
    {
        var (requests, toServe) = Channel.Bounded<long>(1);
        var (replies, toCheck) = Channel.Bounded<long>(1);
        JoinHandle server = Task.Spawn((toServe, replies), static async channels =>
        {
            await foreach (long request in channels.toServe)
            {
                await channels.replies.SendAsync(request + 1);
            }
        });

        for (long i = 0; i < size; i++)
        {
            await requests.SendAsync(i);
            Expect.Equal(await toCheck.ReceiveAsync(), i + 1);
        }

        requests.Dispose();
        await server;
        return new WorkloadResult(size);
    }
}
