namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes;
using Microsoft.Extensions.Configuration;

/// <summary>Defaults, then a section, then the environment, then code: the later wins.</summary>
public sealed class PrecedenceTests
{
    [Fact]
    public void The_section_wins_over_the_default()
    {
        RuntimeOptions options = TestRuntime.Builder().Configure(Section("ThreadCount", "3")).BuildOptions();

        options.ThreadCount.ShouldBe(3);
    }

    [Fact]
    public void The_environment_wins_over_the_section()
    {
        RuntimeOptions options = TestRuntime.Builder(("ASYNC_STD_THREAD_COUNT", "5")).Configure(Section("ThreadCount", "3")).BuildOptions();

        options.ThreadCount.ShouldBe(5);
    }

    [Fact]
    public void Code_wins_over_both_wherever_it_stands()
    {
        RuntimeOptions options = new RuntimeBuilder()
            .ThreadCount(7)
            .UseEnvironment(new Dictionary<string, string?> { ["ASYNC_STD_THREAD_COUNT"] = "5" })
            .Configure(Section("ThreadCount", "3"))
            .BuildOptions();

        options.ThreadCount.ShouldBe(7);
    }

    [Fact]
    public void Of_several_settings_by_code_the_last_wins()
    {
        RuntimeOptions options = TestRuntime.Builder().ThreadCount(7).ThreadCount(8).BuildOptions();

        options.ThreadCount.ShouldBe(8);
    }

    [Fact]
    public void What_one_source_does_not_set_comes_from_the_one_before()
    {
        RuntimeOptions options = TestRuntime.Builder(("ASYNC_STD_BUDGET", "9")).Configure(Section("ThreadCount", "3")).ThreadName("code").BuildOptions();

        (options.ThreadCount, options.SliceBudget, options.ThreadName, options.SpinMicroseconds)
            .ShouldBe((3, 9, "code", new RuntimeOptions().SpinMicroseconds));
    }

    [Fact]
    public void Variables_of_others_mean_nothing()
    {
        RuntimeOptions options = TestRuntime.Builder(("THREAD_COUNT", "abc"), ("ASYNCSTD_THREAD_COUNT", "0"), ("PATH", "/bin")).BuildOptions();

        (options.ThreadCount, options.Sources.UnknownVariables.Count).ShouldBe((new RuntimeOptions().ThreadCount, 0));
    }

    private static IConfiguration Section(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
