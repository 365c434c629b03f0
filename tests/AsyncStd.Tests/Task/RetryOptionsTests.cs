namespace AsyncStdTests.Tasks;

using AsyncStd.Task;

public sealed class RetryOptionsTests
{
    private static readonly Dictionary<string, Func<RetryOptions>> s_bad = new()
    {
        ["Attempts is 0; allowed is 1 or more."] = () => new() { Attempts = 0 },
        ["BaseDelay is -00:00:00.0000001; allowed is zero or more."] = () => new() { BaseDelay = TimeSpan.FromTicks(-1) },
        ["MaxDelay is -00:00:00.0010000; allowed is zero or more."] = () => new() { MaxDelay = Timeout.InfiniteTimeSpan },
        ["Factor is 0.99; allowed is a finite number, 1 or more."] = () => new() { Factor = 0.99 },
        ["Factor is Infinity; allowed is a finite number, 1 or more."] = () => new() { Factor = double.PositiveInfinity },
        ["Factor is NaN; allowed is a finite number, 1 or more."] = () => new() { Factor = double.NaN },
        ["Jitter is -0.1; allowed is from 0 to 1."] = () => new() { Jitter = -0.1 },
        ["Jitter is 1.1; allowed is from 0 to 1."] = () => new() { Jitter = 1.1 },
        ["Jitter is NaN; allowed is from 0 to 1."] = () => new() { Jitter = double.NaN },
    };

    public static TheoryData<string> Complaints => [.. s_bad.Keys];

    [Theory]
    [MemberData(nameof(Complaints))]
    public void A_bad_value_is_refused_when_it_is_set_and_the_message_says_what_is_allowed(string complaint)
        => Should.Throw<ArgumentOutOfRangeException>(s_bad[complaint]).Message.ShouldStartWith("RetryOptions." + complaint);

    [Fact]
    public void By_default_there_are_three_attempts_with_growing_and_varying_pauses()
    {
        var options = RetryOptions.Default;

        (options.Attempts, options.BaseDelay, options.Factor, options.MaxDelay, options.Jitter)
            .ShouldBe((3, TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(30), 0.5));
        (options.ShouldRetry, options.OnRetry).ShouldBe((null, null));
    }
}
