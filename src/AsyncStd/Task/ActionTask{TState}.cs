namespace AsyncStd.Task;

/// <summary>A task over an action and its state.</summary>
internal sealed class ActionTask<TState>(TState state, Action<TState> body) : FunctionTaskBase<Nothing>
{
    internal override string BodyName => NameOf(body);

    protected override Nothing Call()
    {
        body(state);
        return default;
    }
}
