namespace AsyncStdTests.Examples;

/// <summary>A fact about systems with signals; elsewhere the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Sends a signal, which Windows has not.";
        }
    }
}
