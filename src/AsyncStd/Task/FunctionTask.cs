namespace AsyncStd.Task;

/// <summary>What tasks over plain functions share: one slice, no state machine.</summary>
internal abstract class FunctionTaskBase<T>() : JoinHandle<T>(null)
{
    protected sealed override void Invoke()
    {
        InstallContext();
        T result;
        try
        {
            if (IsCancelRequested)
            {
                throw new OperationCanceledException($"Task '{Description}' was asked to stop before it began.");
            }

            result = Call();
        }
        catch (Exception e)
        {
            SetException(e);
            return;
        }

        SetResult(result);
    }

    protected abstract T Call();

    private protected static string NameOf(Delegate body) => $"{body.Method.DeclaringType?.Name}.{body.Method.Name}";
}

/// <summary>A task over an action.</summary>
internal sealed class ActionTask(Action body) : FunctionTaskBase<Nothing>
{
    internal override string BodyName => NameOf(body);

    protected override Nothing Call()
    {
        body();
        return default;
    }
}

/// <summary>A task over a function.</summary>
internal sealed class FunctionTask<T>(Func<T> body) : FunctionTaskBase<T>
{
    internal override string BodyName => NameOf(body);

    protected override T Call() => body();
}

/// <summary>A task over a function and its state.</summary>
internal sealed class FunctionTask<TState, T>(TState state, Func<TState, T> body) : FunctionTaskBase<T>
{
    internal override string BodyName => NameOf(body);

    protected override T Call() => body(state);
}
