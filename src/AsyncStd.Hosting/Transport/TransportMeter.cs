namespace AsyncStd.Hosting;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

/// <summary>What the transport counts, as a meter named <c>AsyncStd.Hosting</c>.</summary>
internal sealed class TransportMeter
{
    public const string Name = "AsyncStd.Hosting";

    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _failed;

    public TransportMeter(IServiceProvider services)
    {
        Meter meter = services.GetService<IMeterFactory>()?.Create(Name) ?? new Meter(Name);
        _open = meter.CreateUpDownCounter<long>("asyncstd.transport.connections", "{connection}", "Connections that are open.");
        _accepted = meter.CreateCounter<long>("asyncstd.transport.accepted", "{connection}", "Connections ever accepted.");
        _failed = meter.CreateCounter<long>("asyncstd.transport.accept_failures", "{failure}", "Times that accepting a connection failed.");
    }

    public void Accepted()
    {
        _accepted.Add(1);
        _open.Add(1);
    }

    public void Closed() => _open.Add(-1);

    public void Failed() => _failed.Add(1);
}
