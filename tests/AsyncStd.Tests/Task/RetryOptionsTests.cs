namespace AsyncStdTests.Tasks;

using AsyncStd.Task;

public sealed class RetryOptionsTests
{
    public static TheoryData<Func<RetryOptions>, string, string> BadValues => new()
    {
        { () => new() { Attempts = 0 }, "Attempts is 0", "1 or more" },
        { () => new() { BaseDelay = TimeSpan.FromTicks(-1) }, "BaseDelay is -00:00:00.0000001", "zero or more" },
        { () => new() { MaxDelay = Timeout.InfiniteTimeSpan }, "MaxDelay is -00:00:00.0010000", "zero or more" },
        { () => new() { Factor = 0.99 }, "Factor is 0.99", "a finite number, 1 or more" },
        { () => new() { Factor = double.PositiveInfinity }, "Factor is Infinity", "a finite number, 1 or more" },
        { () => new() { Factor = double.NaN }, "Factor is NaN", "a finite number, 1 or more" },
        { () => new() { Jitter = -0.1 }, "Jitter is -0.1", "from 0 to 1" },
        { () => new() { Jitter = 1.1 }, "Jitter is 1.1", "from 0 to 1" },
        { () => new() { Jitter = double.NaN }, "Jitter is NaN", "from 0 to 1" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_bad_value_is_refused_when_it_is_set_and_the_message_says_what_is_allowed(Func<RetryOptions> make, string what, string allowed)
        => Should.Throw<ArgumentOutOfRangeException>(make).Message.ShouldStartWith($"RetryOptions.{what}; allowed is {allowed}.");

    [Fact]
    public void By_default_there_are_three_attempts_with_growing_and_varying_pauses()
    {
        var options = RetryOptions.Default;

        (options.Attempts, options.BaseDelay, options.Factor, options.MaxDelay, options.Jitter)
            .ShouldBe((3, TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(30), 0.5));
        (options.ShouldRetry, options.OnRetry).ShouldBe((null, null));
    }
}
