namespace AsyncStdTests.Runtimes.Drivers.Linux;

using AsyncStd.Runtimes.Drivers.Linux;

/// <summary>A theory about rings; where the system has none the test is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RingTheoryAttribute : TheoryAttribute
{
    public RingTheoryAttribute()
    {
        if (RingSupport.Refusal is { } refusal)
        {
            Skip = $"Needs a ring, but {refusal}.";
        }
    }
}
