namespace AsyncStdTests.Runtimes.Executors;

/// <summary>A test of what only Linux shows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Reads /proc.";
}
