namespace AsyncStdConformance.Files;

using System.Reflection;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using Xunit.Sdk;

/// <summary>Runs a theory with each driver for files, on runtimes that differ in where a call that blocks is made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnFilesAttribute : DataAttribute
{
    private static readonly string[] s_few = ["work-stealing-2", "thread-pool", "current-thread", "seeded"];

    /// <summary>Whether to run on all runtimes: for what every other behaviour rests on.</summary>
    public bool EveryRuntime { get; set; }

    /// <summary>Whether one runtime is enough: for what is large and a matter of the driver alone.</summary>
    public bool OneRuntime { get; set; }

    /// <summary>What the driver must be able to do.</summary>
    public FileSystemCapabilities Having { get; set; }

    /// <summary>What the driver must not be able to do.</summary>
    public FileSystemCapabilities Lacking { get; set; }

    /// <summary>What a runtime must not have.</summary>
    public Traits LackingTraits { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => from driver in DriverCase.All
           where driver.Has(Having) && (driver.FileSystem.Capabilities & Lacking) == 0
           from runtime in RuntimeCase.All
           where OneRuntime ? runtime.Name == s_few[0] : EveryRuntime || s_few.Contains(runtime.Name)
           where (runtime.Traits & LackingTraits) == 0
           select new object[] { runtime, driver };
}
