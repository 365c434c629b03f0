namespace AsyncStdConformance.Context;

using System.Reflection;
using AsyncStdConformance.Harness;
using Xunit.Sdk;

/// <summary>Runs a theory once for each runtime and each kind of await, or those that come back.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryRuntimeAndAwaitAttribute : DataAttribute
{
    public bool OnlyThoseThatComeBack { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => from runtime in RuntimeCase.All
           from kind in AwaitKind.All
           where kind.ComesBack || !OnlyThoseThatComeBack
           select new object[] { runtime, kind.Name };
}
