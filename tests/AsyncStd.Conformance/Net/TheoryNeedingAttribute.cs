namespace AsyncStdConformance.Net;

/// <summary>A theory that needs a program, and is skipped with a message where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryNeedingAttribute : TheoryAttribute
{
    public TheoryNeedingAttribute(string program)
    {
        Program = program;
        if (!Programs.Has(program))
        {
            Skip = $"The program '{program}' is not on this machine.";
        }
    }

    public string Program { get; }
}
