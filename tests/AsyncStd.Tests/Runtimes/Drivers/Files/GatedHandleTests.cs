namespace AsyncStdTests.Runtimes.Drivers.Files;

using AsyncStd.Runtimes.Drivers;

public sealed class GatedHandleTests
{
    [Fact]
    public async Task A_failure_to_close_is_reported_once_to_who_closed_first()
    {
        var handle = new Failing();

        (await Should.ThrowAsync<IOException>(async () => await handle.CloseAsync(default))).Message.ShouldBe("planted");

        await handle.CloseAsync(default);
        handle.Closings.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_to_close_is_reported_to_who_waits_for_the_calls_under_way_and_to_nobody_else()
    {
        var handle = new Failing();
        handle.Enter();
        ValueTask first = handle.CloseAsync(default);
        ValueTask second = handle.CloseAsync(default);
        first.IsCompleted.ShouldBeFalse();

        handle.Exit();

        (await Should.ThrowAsync<IOException>(async () => await first)).Message.ShouldBe("planted");
        await second;
        handle.Closings.ShouldBe(1);
    }

    private sealed class Failing : GatedHandle
    {
        public override string Path => "handle";

        public int Closings { get; private set; }

        protected override Exception Close()
        {
            Closings++;
            return new IOException("planted");
        }
    }
}
