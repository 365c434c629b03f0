namespace AsyncStdConformance.Net;

using AsyncStd.Runtimes;

/// <summary>Says in the list of tests, by being skipped, that there are no rows with io-uring, and why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RingFactAttribute : FactAttribute
{
    public RingFactAttribute()
    {
        if (NetCase.All.All(each => each.Driver != IoKind.IoUring))
        {
            using Runtime ring = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Configure(options => options.Io = IoKind.IoUring).Build();
            Skip = $"No test is run on io-uring: {ring.Describe().Split('\n').FirstOrDefault(static line => line.Contains("network:", StringComparison.Ordinal))?.Trim()}";
        }
    }
}
