namespace AsyncStdConformance.Processes;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Xunit.Abstractions;

/// <summary>A runtime with one of the process drivers of this system.</summary>
public sealed class ProcessCase : IXunitSerializable
{
    private RuntimeCase _on = null!;

    [Obsolete("For the test runner.")]
    public ProcessCase()
    {
    }

    public ProcessCase(RuntimeCase on, IoKind io)
    {
        _on = on;
        Io = io;
    }

    public IoKind Io { get; private set; }

    public void Run(Func<Runtime, TaskBody> body, Action<RuntimeOptions>? configure = null)
        => _on.Run(body, options =>
        {
            options.Io = Io;
            configure?.Invoke(options);
        });

    public bool Can(ProcessCapabilities capability)
    {
        bool can = false;
        _on.Outside(runtime => can = (runtime.ProcessHost.Capabilities & capability) != 0, options => options.Io = Io);
        return can;
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue("on", _on);
        info.AddValue("io", (int)Io);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        _on = info.GetValue<RuntimeCase>("on");
        Io = (IoKind)info.GetValue<int>("io");
    }

    public override string ToString() => $"{_on}, {Io}";
}
