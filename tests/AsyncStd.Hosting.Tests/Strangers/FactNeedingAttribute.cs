namespace AsyncStdHostingTests.Strangers;

/// <summary>A test that needs a program, and is skipped with a message where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedingAttribute : FactAttribute
{
    public FactNeedingAttribute(string program)
    {
        Program = program;
        if (Programs.Find(program) is null)
        {
            Skip = $"The program '{program}' is not on this machine.";
        }
    }

    public string Program { get; }
}
