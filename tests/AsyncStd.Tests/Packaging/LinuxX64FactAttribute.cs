namespace AsyncStdTests.Packaging;

using System.Runtime.InteropServices;

/// <summary>A fact about Linux on x64; elsewhere the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            Skip = $"Needs Linux on x64, and this is {RuntimeInformation.RuntimeIdentifier}.";
        }
    }
}
