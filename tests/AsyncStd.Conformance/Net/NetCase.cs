namespace AsyncStdConformance.Net;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Xunit.Abstractions;

/// <summary>One of the runtimes with one of the network drivers that this system has.</summary>
public sealed class NetCase : IXunitSerializable
{
    private static readonly Dictionary<string, string?> s_noEnvironment = [];

    [Obsolete("For the test runner.")]
    public NetCase()
    {
    }

    private NetCase(RuntimeCase runtime, IoKind driver) => (Runtime, Driver) = (runtime, driver);

    public static IReadOnlyList<NetCase> All { get; } =
        [.. from driver in Enum.GetValues<IoKind>() where driver != IoKind.Auto && IsHere(driver) from runtime in RuntimeCase.All select new NetCase(runtime, driver)];

    public RuntimeCase Runtime { get; private set; } = null!;

    public IoKind Driver { get; private set; }

    /// <summary>Runs a body on a fresh runtime with the driver, from a thread that is nobody's, and disposes the runtime.</summary>
    public void Run(Func<Runtime, TaskBody> body) => Runtime.Run(body, Configure);

    /// <summary>The same on a network that is made of the driver's.</summary>
    public void Run(Func<Runtime, TaskBody> body, Func<INetwork, INetwork> wrap)
        => Runtime.Run(body, options =>
        {
            Configure(options);
            options.Network = wrap(NetworkOf(Driver));
        });

    /// <summary>Gives a fresh runtime with the driver to a thread that is nobody's, and disposes it.</summary>
    public void Outside(Action<Runtime> body) => Runtime.Outside(body, Configure);

    public bool Has(Traits trait) => Runtime.Has(trait);

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Runtime), Runtime.Name);
        info.AddValue(nameof(Driver), Driver.ToString());
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        string runtime = info.GetValue<string>(nameof(Runtime));
        Runtime = RuntimeCase.All.Single(each => each.Name == runtime);
        Driver = Enum.Parse<IoKind>(info.GetValue<string>(nameof(Driver)));
    }

    public override string ToString() => $"{Runtime}, {Driver}";

    /// <summary>The driver of a system that has it.</summary>
    internal static INetwork NetworkOf(IoKind driver)
    {
        using Runtime runtime = new RuntimeBuilder().UseEnvironment(s_noEnvironment).Use(RuntimeKind.CurrentThread).Configure(options => options.Io = driver).Build();
        return runtime.Network;
    }

    private static bool IsHere(IoKind driver)
    {
        try
        {
            NetworkOf(driver);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private void Configure(RuntimeOptions options)
    {
        options.Io = Driver;
        if (Runtime.Has(Traits.ClosedWorld) || Runtime.Has(Traits.View))
        {
            options.Network = NetworkOf(Driver); // by itself the first has none, and the second that of the runtime below
        }
    }
}
