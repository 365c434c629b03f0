namespace AsyncStd.Task;

/// <summary>A task over a function and its state.</summary>
internal sealed class FunctionTask<TState, T>(TState state, Func<TState, T> body) : FunctionTaskBase<T>
{
    internal override string BodyName => NameOf(body);

    protected override T Call() => body(state);
}
