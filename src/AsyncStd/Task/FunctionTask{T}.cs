namespace AsyncStd.Task;

/// <summary>A task over a function.</summary>
internal sealed class FunctionTask<T>(Func<T> body) : FunctionTaskBase<T>
{
    internal override string BodyName => NameOf(body);

    protected override T Call() => body();
}
