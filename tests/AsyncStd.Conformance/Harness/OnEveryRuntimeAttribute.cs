namespace AsyncStdConformance.Harness;

using System.Reflection;
using Xunit.Sdk;

/// <summary>Runs a theory once for each runtime, or for each that has or lacks certain traits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryRuntimeAttribute : DataAttribute
{
    /// <summary>What a runtime must have for the behaviour to apply.</summary>
    public Traits Having { get; set; }

    /// <summary>What a runtime must not have for the behaviour to apply.</summary>
    public Traits Lacking { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => RuntimeCase.All.Where(each => each.Has(Having) && (each.Traits & Lacking) == 0).Select(each => new object[] { each });
}
