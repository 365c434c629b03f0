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

    [Fact]
    public void A_call_that_comes_while_the_handle_is_given_away_does_not_close_it()
    {
        using var rounds = new Barrier(2);
        Released handle = new();
        const int Rounds = 20_000;
        var caller = new Thread(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                rounds.SignalAndWait();
                Released mine = handle;
                while (mine.TryEnter())
                {
                    mine.Exit();
                }

                rounds.SignalAndWait();
            }
        });
        caller.Start();

        int closings = 0;
        for (int i = 0; i < Rounds; i++)
        {
            handle = new Released();
            rounds.SignalAndWait();
            while (!handle.TryDetach())
            {
            }

            rounds.SignalAndWait();
            handle.Dispose();
            closings += handle.Closings;
        }

        caller.Join();
        closings.ShouldBe(0);
    }

    private sealed class Released : GatedHandle
    {
        public override string Path => "handle";

        public int Closings { get; private set; }

        public bool TryDetach()
        {
            try
            {
                Detach();
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        protected override Exception? Close()
        {
            Closings++;
            return null;
        }
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
