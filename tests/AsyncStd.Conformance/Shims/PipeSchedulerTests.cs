namespace AsyncStdConformance.Shims;

using System.IO.Pipelines;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

public sealed class PipeSchedulerTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntime]
    public void There_is_one_for_each_runtime(RuntimeCase on)
        => on.Outside(runtime => runtime.AsPipeScheduler().ShouldBeSameAs(runtime.AsPipeScheduler()));

    [Theory, OnEveryRuntime]
    public void A_callback_runs_on_the_runtime_and_is_its_guest(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var seen = new TaskCompletionSource<(bool, Runtime, object?, string?)>();
            s_local.Value = "the caller's";

            await ForeignThread.Start(() => runtime.AsPipeScheduler().Schedule(
                state => seen.SetResult((Place.IsInSlice(runtime), Runtime.Current, state, s_local.Value)), "state"));

            (await seen.Task).ShouldBe((true, runtime, "state", null));
        });

    [Theory, OnEveryRuntime]
    public void What_a_callback_throws_is_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                runtime.AsPipeScheduler().Schedule(_ => throw new FormatException("in a callback"), null);
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            });

            unhandled.WaitFor(1).ShouldHaveSingleItem().Exception.Message.ShouldBe("in a callback");
        });

    [Theory, OnEveryRuntime]
    public void A_pipe_carries_bytes_over_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            PipeScheduler scheduler = runtime.AsPipeScheduler();
            var pipe = new Pipe(new PipeOptions(
                readerScheduler: scheduler, writerScheduler: scheduler, pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false));
            var reader = Task.Spawn(async () =>
            {
                long sum = 0;
                while (true)
                {
                    ReadResult result = await pipe.Reader.ReadAsync();
                    sum += result.Buffer.Length;
                    pipe.Reader.AdvanceTo(result.Buffer.End);
                    Place.ShouldBeOn(runtime);
                    if (result.IsCompleted)
                    {
                        return sum;
                    }
                }
            });

            for (int i = 0; i < 100; i++)
            {
                await pipe.Writer.WriteAsync(new byte[50]);
                Place.ShouldBeOn(runtime);
            }

            await pipe.Writer.CompleteAsync();
            (await reader).ShouldBe(5000);
        });
}
