namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Xunit.Abstractions;

/// <summary>One of the drivers for files that this system has.</summary>
public sealed class DriverCase : IXunitSerializable
{
    [Obsolete("For the test runner.")]
    public DriverCase()
    {
    }

    private DriverCase(IoKind io)
    {
        using Runtime runtime = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Configure(options => options.Io = io).Build();
        FileSystem = runtime.FileSystem;
    }

    /// <summary>The portable one, and the system's own if it has one.</summary>
    public static IReadOnlyList<DriverCase> All { get; } = [.. new DriverCase[] { new(IoKind.Portable), new(IoKind.Auto) }.DistinctBy(each => each.Name)];

    public IFileSystem FileSystem { get; private set; } = null!;

    public string Name => FileSystem.Name;

    /// <summary>Whether the driver has every one of the capabilities.</summary>
    public bool Has(FileSystemCapabilities capabilities) => (FileSystem.Capabilities & capabilities) == capabilities;

    /// <summary>Runs a body on a fresh runtime that has this driver, with an empty folder that is removed afterwards.</summary>
    public void Run(RuntimeCase on, Func<IFileSystem, Folder, TaskBody> body) => Run(on, body, static driver => driver);

    /// <summary>The same with something of the test's around the driver.</summary>
    public void Run(RuntimeCase on, Func<IFileSystem, Folder, TaskBody> body, Func<IFileSystem, IFileSystem> around)
    {
        using var folder = new Folder();
        on.Run(runtime => body(runtime.FileSystem, folder), options => options.FileSystem = around(FileSystem));
    }

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Name), Name);

    public void Deserialize(IXunitSerializationInfo info)
    {
        string name = info.GetValue<string>(nameof(Name));
        FileSystem = All.Single(each => each.Name == name).FileSystem;
    }

    public override string ToString() => Name;
}
