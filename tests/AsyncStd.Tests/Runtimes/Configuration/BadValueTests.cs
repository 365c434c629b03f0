namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Configuration;
using Microsoft.Extensions.Configuration;

public sealed class BadValueTests
{
    /// <summary>Property, what the message must show of the value, and the code.</summary>
    private static readonly (string Property, string Value, Action<RuntimeOptions> Set)[] s_setters =
    [
        ("Kind", "99", options => options.Kind = (RuntimeKind)99),
        ("Kind", "-1", options => options.Kind = (RuntimeKind)(-1)),
        ("ThreadCount", "0", options => options.ThreadCount = 0),
        ("ThreadCount", "-1", options => options.ThreadCount = -1),
        ("ThreadCount", "1025", options => options.ThreadCount = 1025),
        ("ThreadCount", "1000000000", options => options.ThreadCount = 1_000_000_000),
        ("ThreadName", "", options => options.ThreadName = ""),
        ("ThreadName", "missing", options => options.ThreadName = null!),
        ("ThreadName", new string('x', 129), options => options.ThreadName = new string('x', 129)),
        ("ThreadName", "with a NUL\0", options => options.ThreadName = "with a NUL\0"),
        ("Io", "99", options => options.Io = (IoKind)99),
        ("BlockingThreads", "0", options => options.BlockingThreads = 0),
        ("BlockingThreads", "32769", options => options.BlockingThreads = 32_769),
        ("SliceBudget", "-1", options => options.SliceBudget = -1),
        ("SliceBudget", "2147483647", options => options.SliceBudget = int.MaxValue),
        ("SpinMicroseconds", "-1", options => options.SpinMicroseconds = -1),
        ("SpinMicroseconds", "10001", options => options.SpinMicroseconds = 10_001),
        ("ShutdownTimeout", "-0.0001", options => options.ShutdownTimeout = TimeSpan.FromTicks(-1)),
        ("ShutdownTimeout", "-1", options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan),
        ("ShutdownTimeout", "9223372036854", options => options.ShutdownTimeout = TimeSpan.MaxValue),
        ("CancelGrace", "-9223372036854", options => options.CancelGrace = TimeSpan.MinValue),
        ("CancelGrace", "86400000.0001", options => options.CancelGrace = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1)),
    ];

    public static TheoryData<string, string> Texts()
    {
        var data = new TheoryData<string, string>();
        foreach ((OptionDefinition option, string value) in BadValues.All())
        {
            data.Add(option.Key, value);
        }

        return data;
    }

    public static TheoryData<string, string> Setters()
    {
        var data = new TheoryData<string, string>();
        foreach ((string property, string value, _) in s_setters)
        {
            data.Add(property, value);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_bad_value_in_the_environment_is_refused_by_name(string key, string value)
    {
        OptionDefinition option = Option(key);

        var exception = Should.Throw<RuntimeConfigurationException>(() => TestRuntime.Builder((option.Variable, value)).Build());

        ShouldName(exception, option.Variable, value, option.Allowed);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_bad_value_in_a_configuration_section_is_refused_by_name(string key, string value)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Hosting:AsyncStd:{key}", value)]).Build();

        var exception = Should.Throw<RuntimeConfigurationException>(() => TestRuntime.Builder().Configure(configuration.GetSection("Hosting:AsyncStd")).Build());

        ShouldName(exception, $"Hosting:AsyncStd:{key}", value, Option(key).Allowed);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_bad_value_is_refused_even_where_a_good_one_would_win(string key, string value)
    {
        OptionDefinition option = Option(key);
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        RuntimeBuilder builder = TestRuntime.Builder((option.Variable, option.Show(new RuntimeOptions()))).Configure(configuration);

        var exception = Should.Throw<RuntimeConfigurationException>(() => builder.Build());

        ShouldName(exception, $"configuration:{key}", value, option.Allowed);
    }

    [Theory]
    [MemberData(nameof(Setters))]
    public void A_bad_value_set_by_code_is_refused_by_the_name_of_the_property(string property, string value)
    {
        Action<RuntimeOptions> set = Setter(property, value);

        var exception = Should.Throw<RuntimeConfigurationException>(() => TestRuntime.Builder().Configure(set).Build());

        exception.Setting.ShouldBe($"RuntimeOptions.{property}");
        exception.Message.ShouldStartWith($"RuntimeOptions.{property} is ");
        exception.Message.ShouldContain(value);
        exception.Message.ShouldEndWith($"allowed is {exception.Allowed}.");
    }

    [Theory]
    [MemberData(nameof(Setters))]
    public void A_runtime_of_ones_own_refuses_the_same(string property, string value)
    {
        var options = new RuntimeOptions();
        Setter(property, value)(options);

        var exception = Should.Throw<RuntimeConfigurationException>(() => new EmptyRuntime(options));

        exception.Setting.ShouldBe($"RuntimeOptions.{property}");
        exception.Message.ShouldContain(value);
    }

    [Fact]
    public void Every_option_is_tried_by_code()
    {
        IEnumerable<string> tried = s_setters.Select(setter => setter.Property).Distinct();

        tried.ShouldBe(OptionTable.All.Where(option => option.Type != "switch").Select(option => option.Property), ignoreOrder: true); // any value of a switch is allowed
    }

    private static Action<RuntimeOptions> Setter(string property, string value)
        => s_setters.Single(setter => setter.Property == property && setter.Value == value).Set;

    private static OptionDefinition Option(string key) => OptionTable.All.Single(option => option.Key == key);

    private static void ShouldName(RuntimeConfigurationException exception, string setting, string value, string allowed)
    {
        (exception.Setting, exception.Value, exception.Allowed).ShouldBe((setting, value, allowed));
        exception.Message.ShouldBe($"{setting} is '{value}'; allowed is {allowed}.");
    }
}
