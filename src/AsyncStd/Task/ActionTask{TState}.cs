namespace AsyncStd.Task;

using System.Runtime.CompilerServices;

/// <summary>A task over an action and its state.</summary>
internal sealed class ActionTask<TState>(TState state, Action<TState> body) : FunctionTaskBase<Nothing>
{
    internal override string BodyName => NameOf(body);

    internal override bool KeepsObjectsAlive => RuntimeHelpers.IsReferenceOrContainsReferences<TState>() || base.KeepsObjectsAlive;

    protected override Nothing Call()
    {
        body(state);
        return default;
    }
}
