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
