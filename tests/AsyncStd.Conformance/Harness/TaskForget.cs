namespace AsyncStdConformance.Harness;

/// <summary>Says that nobody waits for a task, on purpose.</summary>
public static class TaskForget
{
    public static void Forget(this Task task)
    {
    }
}
