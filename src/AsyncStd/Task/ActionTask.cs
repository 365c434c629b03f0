namespace AsyncStd.Task;

/// <summary>A task over an action.</summary>
internal sealed class ActionTask(Action body) : FunctionTaskBase<Nothing>
{
    internal override string BodyName => NameOf(body);

    internal override bool KeepsObjectsAlive => true; // what the function has captured

    protected override Nothing Call()
    {
        body();
        return default;
    }
}
