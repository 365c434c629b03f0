namespace AsyncStdTests.Runtimes.Drivers.Linux;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

public sealed class FileRingTests
{
    [RingTheory]
    [InlineData(IoKind.Auto, RuntimeKind.WorkStealing, true)]
    [InlineData(IoKind.IoUring, RuntimeKind.WorkStealing, true)]
    [InlineData(IoKind.Epoll, RuntimeKind.WorkStealing, false)]
    [InlineData(IoKind.Auto, RuntimeKind.CurrentThread, false)]
    public void It_reads_for_runtimes_that_may_have_a_ring_and_whose_clock_does_not_wait_for_calls(IoKind io, RuntimeKind kind, bool expected)
    {
        using Runtime runtime = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(kind).Configure(options => options.Io = io).Build();

        (FileRing.For(runtime) is not null).ShouldBe(expected);
    }

    [RingTheory]
    [InlineData(3)]
    public void There_is_one_for_the_process(int runtimes)
    {
        Runtime[] all = [.. Enumerable.Range(0, runtimes).Select(_ => new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(RuntimeKind.WorkStealing).Build())];

        all.Select(FileRing.For).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();

        Array.ForEach(all, runtime => runtime.Dispose());
    }
}
