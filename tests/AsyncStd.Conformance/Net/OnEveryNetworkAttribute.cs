namespace AsyncStdConformance.Net;

using System.Reflection;
using AsyncStdConformance.Harness;
using Xunit.Sdk;

/// <summary>Runs a theory once for each runtime with each network driver that this system has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryNetworkAttribute : DataAttribute
{
    /// <summary>What a runtime must have for the behaviour to apply.</summary>
    public Traits Having { get; set; }

    /// <summary>What a runtime must not have for the behaviour to apply.</summary>
    public Traits Lacking { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => NetCase.All.Where(each => each.Has(Having) && (each.Runtime.Traits & Lacking) == 0).Select(each => new object[] { each });
}
