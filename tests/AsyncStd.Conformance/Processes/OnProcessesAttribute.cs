namespace AsyncStdConformance.Processes;

using System.Reflection;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using Xunit.Sdk;

/// <summary>Runs a theory on each runtime that lives in the real world, with each process driver of this system that can do what is needed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnProcessesAttribute : DataAttribute
{
    /// <summary>What the driver must be able to do.</summary>
    public ProcessCapabilities Needing { get; set; }

    /// <summary>What the runtime must not have.</summary>
    public Traits Lacking { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => RuntimeCase.All
            .Where(each => !each.Has(Traits.ClosedWorld) && (each.Traits & Lacking) == 0)
            .SelectMany(each => new[] { new ProcessCase(each, IoKind.Auto), new ProcessCase(each, IoKind.Portable) })
            .Where(each => Needing == 0 || each.Can(Needing))
            .Select(each => new object[] { each });
}
