namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SelectTests
{
    [Theory, OnEveryRuntime]
    public void It_tells_which_branch_won_and_with_what(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            Selected<string, int> won = await Task.Select(() => probe.Forever<string>(), () => probe.Soon(42));

            won.Index.ShouldBe(1);
            won.Second.ShouldBe(42);
            Should.Throw<InvalidOperationException>(() => won.First);
            won.Match(text => text.Length, number => number + 1).ShouldBe(43);
            int seen = 0;
            won.Switch(_ => seen = -1, number => seen = number);
            seen.ShouldBe(42);
            won.ToString().ShouldBe("branch 1: 42");
            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Each_of_eight_can_win(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 8; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);

                Selected<int, int, int, int, int, int, int, int> won = await Task.Select(
                    () => Run(0), () => Run(1), () => Run(2), () => Run(3), () => Run(4), () => Run(5), () => Run(6), () => Run(7));

                won.Index.ShouldBe(winner);
                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d), e => (4, e), f => (5, f), g => (6, g), h => (7, h)).ShouldBe((winner, winner));
                probe.Ended.ShouldBe(8);
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_three_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 3; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2));

                won.Match(a => (0, a), b => (1, b), c => (2, c)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_four_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 4; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2), () => Run(3));

                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c), d => seen = (3, d));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_five_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 5; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2), () => Run(3), () => Run(4));

                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d), e => (4, e)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c), d => seen = (3, d), e => seen = (4, e));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_six_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 6; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int, int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2), () => Run(3), () => Run(4), () => Run(5));

                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d), e => (4, e), f => (5, f)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c), d => seen = (3, d), e => seen = (4, e), f => seen = (5, f));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_seven_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 7; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int, int, int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2), () => Run(3), () => Run(4), () => Run(5), () => Run(6));

                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d), e => (4, e), f => (5, f), g => (6, g)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c), d => seen = (3, d), e => seen = (4, e), f => seen = (5, f), g => seen = (6, g));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void Who_has_won_of_eight_is_matched_and_switched_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int winner = 0; winner < 8; winner++)
            {
                var probe = new Probe();
                ValueTask<int> Run(int index) => index == winner ? probe.Soon(index) : probe.Forever(index);
                (int, int) seen = default;

                Selected<int, int, int, int, int, int, int, int> won = await Task.Select(() => Run(0), () => Run(1), () => Run(2), () => Run(3), () => Run(4), () => Run(5), () => Run(6), () => Run(7));

                won.Match(a => (0, a), b => (1, b), c => (2, c), d => (3, d), e => (4, e), f => (5, f), g => (6, g), h => (7, h)).ShouldBe((winner, winner));
                won.Switch(a => seen = (0, a), b => seen = (1, b), c => seen = (2, c), d => seen = (3, d), e => seen = (4, e), f => seen = (5, f), g => seen = (6, g), h => seen = (7, h));
                seen.ShouldBe((winner, winner));
                won.ToString().ShouldBe($"branch {winner}: {winner}");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_comes_first_is_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            await Should.ThrowAsync<IOException>(Task.Select(() => probe.Forever<string>(), () => probe.Failing<int>("fast")).AsTask());

            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Branches_without_results_are_told_apart_by_their_number(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Select(
                async () => await Task.Sleep(Timeout.InfiniteTimeSpan),
                async () => await Task.YieldNow())).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_default_value_says_that_nothing_was_selected(RuntimeCase on)
        => on.Run(async _ =>
        {
            Should.Throw<InvalidOperationException>(() => default(Selected<int, int>).First).Message.ShouldContain("Nothing");
            Should.Throw<ArgumentNullException>(() => default(Selected<int, int>).Match(a => a, null!)).ParamName.ShouldBe("second");
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void Losers_that_will_not_stop_are_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var probe = new Probe();
                var release = new TaskCompletionSource();

                Selected<string, int, int> won = await Task.Select(() => probe.Stubborn("", release.Task), () => probe.Soon(1), () => probe.Stubborn(2, release.Task));

                won.Index.ShouldBe(1);
                probe.Ended.ShouldBe(1);
                await LeftRunning.ShouldBe(runtime, 2, areBranches: true, release.SetResult);
                probe.Ended.ShouldBe(3);
            },
            LeftRunning.SetGrace);
}
