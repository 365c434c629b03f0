namespace AsyncStd.Runtimes;

/// <summary>The node in the ambient slot of a thread that entered a runtime without being one of its tasks.</summary>
internal sealed class RuntimeEntry(Runtime runtime) : WorkItem(runtime)
{
    protected override void Invoke() => throw new InvalidOperationException("An entry is not work.");
}
