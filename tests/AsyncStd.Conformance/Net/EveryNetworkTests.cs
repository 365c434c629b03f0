namespace AsyncStdConformance.Net;

using System.Reflection;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

/// <summary>That nothing about sockets is shown on one driver only.</summary>
public sealed class EveryNetworkTests
{
    /// <summary>Tests of what no driver takes part in: the text of an address, and a network that the test brings along.</summary>
    private static readonly HashSet<string> s_withoutDriver =
    [
        nameof(NetAddressTests.An_address_in_text_form_needs_no_look_up),
        nameof(NetAddressTests.A_name_keeps_its_port),
        nameof(NetAddressTests.Nonsense_is_refused_with_what_is_wrong),
        nameof(NetAddressTests.Tuples_and_end_points_are_addresses),
        nameof(NetAddressTests.The_resolver_is_that_of_the_runtime_and_a_cancelled_look_up_ends_at_once),
        nameof(NetAddressTests.A_resolver_that_knows_a_name_without_an_address_is_no_crash),
    ];

    private static IEnumerable<Type> Classes
        => typeof(EveryNetworkTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(EveryNetworkTests).Namespace && type != typeof(EveryNetworkTests) && Tests(type).Any());

    [Fact]
    public void Each_class_of_tests_is_run_on_each_driver_and_so_is_each_of_its_tests()
    {
        Classes.Count().ShouldBeGreaterThan(5);
        Classes.Where(type => !Tests(type).Any(IsOnEveryNetwork)).ShouldBeEmpty();
        Classes.SelectMany(Tests).Where(test => !IsOnEveryNetwork(test) && !s_withoutDriver.Contains(test.Name)).Select(Name).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_test_asks_of_a_runtime_leaves_out_no_driver()
    {
        IoKind[] drivers = [.. NetCase.All.Select(each => each.Driver).Distinct()];

        foreach (MethodInfo test in Classes.SelectMany(Tests).Where(IsOnEveryNetwork))
        {
            IEnumerable<object[]> rows = test.GetCustomAttribute<OnEveryNetworkAttribute>()!.GetData(test);

            rows.Select(row => ((NetCase)row[0]).Driver).Distinct().ShouldBe(drivers, ignoreOrder: true, Name(test));
        }
    }

    [Fact]
    public void The_drivers_are_those_that_the_system_has()
    {
        IoKind[] drivers = [.. NetCase.All.Select(each => each.Driver).Distinct()];

        drivers.ShouldContain(IoKind.Portable);
        drivers.ShouldNotContain(IoKind.Auto);
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64)
        {
            drivers.ShouldContain(IoKind.Epoll);
        }

        // A ring may be refused, and then the description says so.
        using Runtime ring = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Configure(options => options.Io = IoKind.IoUring).Build();
        drivers.Contains(IoKind.IoUring).ShouldBe(!ring.Describe().Contains("network: none (io-uring was asked for, but ", StringComparison.Ordinal));
    }

    [RingFact]
    public void A_ring_is_among_the_drivers() => NetCase.All.ShouldContain(each => each.Driver == IoKind.IoUring);

    [Theory, OnEveryNetwork]
    public void A_driver_is_the_one_that_was_asked_for(NetCase on)
        => on.Outside(runtime => runtime.Network.Name.ShouldBe(on.Driver switch
        {
            IoKind.Portable => "portable",
            IoKind.Epoll => "epoll",
            _ => "io-uring",
        }));

    private static bool IsOnEveryNetwork(MethodInfo test) => test.IsDefined(typeof(OnEveryNetworkAttribute));

    private static IEnumerable<MethodInfo> Tests(Type type)
        => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.IsDefined(typeof(FactAttribute)));

    private static string Name(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";
}
