namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using System.Runtime;

/// <summary>Makes sure that what is measured is code of the last tier, compiled with its profile.</summary>
/// <remarks>The JIT counts calls (30 make a method hot) and compiles in the background once 100 ms have passed without new methods. So: many tiny
/// runs and a rest, twice, because instrumented code comes in between; then runs of growing size, so that the heap and the queues have their size, too,
/// until two of them in a row gave the compiler nothing to do.</remarks>
internal static class WarmUp
{
    private const int Bursts = 2;
    private const int RunsPerBurst = 40;
    private const int QuietRuns = 2;
    private static readonly TimeSpan s_burstLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_restForTheCompiler = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(6);

    public static void Run(Workload workload, long size)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int burst = 1; burst <= Bursts; burst++)
        {
            for (int run = 0; run < RunsPerBurst && Stopwatch.GetElapsedTime(begin) < burst * s_burstLimit; run++)
            {
                workload.Run((size / 2000) + 200, true);
            }

            Thread.Sleep(s_restForTheCompiler);
        }

        do
        {
            workload.Run((size / 20) + 1, true);
            Thread.Sleep(20);
        }
        while (Stopwatch.GetElapsedTime(begin) < s_least);

        long compiled;
        int quietRuns = 0;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            workload.Run((size / 10) + 1, true);
            Thread.Sleep(s_restForTheCompiler);
            quietRuns = JitInfo.GetCompiledMethodCount() == compiled ? quietRuns + 1 : 0;
        }
        while (quietRuns < QuietRuns && Stopwatch.GetElapsedTime(begin) < s_most);
    }
}
