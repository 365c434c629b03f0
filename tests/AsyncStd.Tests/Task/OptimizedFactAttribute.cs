namespace AsyncStdTests.Tasks;

using AsyncStdTests.Repository;

/// <summary>A fact about optimized code: a debug build keeps state machines in objects of their own, and boxes what it need not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OptimizedFactAttribute : FactAttribute
{
    public OptimizedFactAttribute()
    {
        if (BuildFacts.Configuration != "Release")
        {
            Skip = "Only optimized code is held to this: test with -c Release.";
        }
    }
}
