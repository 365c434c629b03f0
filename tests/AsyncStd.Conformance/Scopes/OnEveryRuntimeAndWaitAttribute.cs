namespace AsyncStdConformance.Scopes;

using System.Reflection;
using AsyncStdConformance.Harness;
using Xunit.Sdk;

/// <summary>Runs a theory once for each runtime and each row of the cancellation table.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryRuntimeAndWaitAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => RuntimeCase.All.SelectMany(_ => WaitKind.All, (on, kind) => new object[] { on, kind.Name });
}
