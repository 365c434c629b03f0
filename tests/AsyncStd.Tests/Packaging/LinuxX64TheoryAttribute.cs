namespace AsyncStdTests.Packaging;

/// <summary>A theory about Linux on x64; elsewhere the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute() => Skip = new LinuxX64FactAttribute().Skip;
}
