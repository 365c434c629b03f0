namespace AsyncStd.Task;

/// <summary>A task over a function.</summary>
internal sealed class FunctionTask<T>(Func<T> body) : FunctionTaskBase<T>
{
    internal override string BodyName => NameOf(body);

    internal override bool KeepsObjectsAlive => true; // what the function has captured

    protected override T Call() => body();
}
