namespace AsyncStdConformance.Retries;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>How long a retry pauses, exactly, in virtual time.</summary>
public sealed class RetryPauseTests
{
    private static readonly RetryOptions s_plain = new() { Attempts = 7, BaseDelay = TimeSpan.FromMilliseconds(10), Jitter = 0 };

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Pauses_double_by_default(RuntimeCase on)
        => on.Run(async runtime => (await Pauses(runtime, s_plain)).ShouldBe([10, 20, 40, 80, 160, 320]));

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Pauses_grow_by_the_factor_up_to_the_longest(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (await Pauses(runtime, s_plain with { Factor = 3, MaxDelay = TimeSpan.FromMilliseconds(100) })).ShouldBe([10, 30, 90, 100, 100, 100]);
            (await Pauses(runtime, s_plain with { Factor = 1 })).ShouldBe([10, 10, 10, 10, 10, 10]);
            (await Pauses(runtime, s_plain with { BaseDelay = TimeSpan.Zero })).ShouldBe([0, 0, 0, 0, 0, 0]);
            (await Pauses(runtime, s_plain with { MaxDelay = TimeSpan.Zero })).ShouldBe([0, 0, 0, 0, 0, 0]);
            (await Pauses(runtime, s_plain with { Factor = double.MaxValue, MaxDelay = TimeSpan.FromMilliseconds(20) })).ShouldBe([10, 20, 20, 20, 20, 20]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Jitter_takes_off_its_share(RuntimeCase on)
    {
        Check(0, [100, 200, 400, 800, 1600, 3200]);
        Check(0.5, [75, 150, 300, 600, 1200, 2400]);
        Check(0.75, [62.5, 125, 250, 500, 1000, 2000]);

        void Check(double fraction, double[] expected)
            => on.Run(
                async runtime =>
                {
                    RetryOptions options = s_plain with { BaseDelay = TimeSpan.FromMilliseconds(100), Jitter = 0.5 };
                    (await Pauses(runtime, options)).ShouldBe(expected);
                },
                options => options.Entropy = new SameEntropy(fraction));
    }

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Jitter_is_drawn_from_the_entropy_of_the_runtime(RuntimeCase on)
    {
        Entropy mine = Entropy.FromSeed(17);
        double[] expected = [.. Enumerable.Range(0, 6).Select(n => Math.Floor(100_000 * Math.Pow(2, n) * (1 - mine.NextDouble())) / 10_000)];

        on.Run(
            async runtime => (await Pauses(runtime, s_plain with { Jitter = 1 })).ShouldBe(expected),
            options => options.Entropy = Entropy.FromSeed(17));
    }

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Pauses_stay_within_the_bounds_of_their_jitter(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (double jitter in new[] { 0.1, 0.5, 1 })
            {
                RetryOptions options = new() { Attempts = 200, Factor = 1, BaseDelay = TimeSpan.FromMilliseconds(100), Jitter = jitter };

                List<double> pauses = await Pauses(runtime, options);

                pauses.ShouldAllBe(pause => pause >= (100 * (1 - jitter)) - 0.0001 && pause <= 100);
                (pauses.Max() - pauses.Min()).ShouldBeGreaterThan(100 * jitter / 2);
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_callback_is_told_the_pause_that_follows(RuntimeCase on)
        => on.Run(async runtime =>
        {
            List<RetryAttempt> told = [];

            List<double> pauses = await Pauses(runtime, s_plain with { Attempts = 4, Jitter = 0.5, OnRetry = told.Add });

            told.Select(attempt => attempt.Pause.TotalMilliseconds).ShouldBe(pauses);
            told.Select(attempt => attempt.Number).ShouldBe([1, 2, 3]);
            told.Select(attempt => attempt.Exception.Message).ShouldBe(["failure 1", "failure 2", "failure 3"]);
        });

    /// <summary>Fails until it may no more, and tells the milliseconds between its attempts.</summary>
    private static async Task<List<double>> Pauses(Runtime runtime, RetryOptions options)
    {
        List<double> pauses = [];
        int attempts = 0;
        long last = runtime.Clock.GetTimestamp();
        await Should.ThrowAsync<FormatException>(async () => await Task.Retry(Fail, options));
        attempts.ShouldBe(options.Attempts);
        return pauses;

        Task Fail()
        {
            if (attempts++ > 0)
            {
                pauses.Add(runtime.Clock.GetElapsedTime(last).TotalMilliseconds);
            }

            last = runtime.Clock.GetTimestamp();
            throw new FormatException($"failure {attempts}");
        }
    }
}
