namespace AsyncStd.Task;

using System.Runtime.ExceptionServices;
using Task = System.Threading.Tasks.Task;

/// <summary>Makes bodies out of what is passed to spawn.</summary>
internal static class Bodies
{
    /// <summary>Lets an async lambda build its body. A lambda that only throws builds none: it fails the task, not the spawn.</summary>
    public static TaskBody Build(Func<TaskBody> body)
    {
        try
        {
            return body();
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc cref="Build(Func{TaskBody})"/>
    public static TaskBody<T> Build<T>(Func<TaskBody<T>> body)
    {
        try
        {
            return body();
        }
        catch (Exception e)
        {
            return Failed<T>(e);
        }
    }

    /// <inheritdoc cref="Build(Func{TaskBody})"/>
    public static TaskBody Build<TState>(TState state, Func<TState, TaskBody> body)
    {
        try
        {
            return body(state);
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc cref="Build(Func{TaskBody})"/>
    public static TaskBody<T> Build<TState, T>(TState state, Func<TState, TaskBody<T>> body)
    {
        try
        {
            return body(state);
        }
        catch (Exception e)
        {
            return Failed<T>(e);
        }
    }

    /// <summary>Wraps a method that returns a BCL task: it is called in the first slice, and its task awaited in the body.</summary>
    public static async TaskBody Call(Func<Task> body) => await body();

    /// <inheritdoc cref="Call(Func{Task})"/>
    public static async TaskBody<T> Call<T>(Func<Task<T>> body) => await body();

    /// <inheritdoc cref="Call(Func{Task})"/>
    public static async TaskBody Call(Func<ValueTask> body) => await body();

    /// <inheritdoc cref="Call(Func{Task})"/>
    public static async TaskBody<T> Call<T>(Func<ValueTask<T>> body) => await body();

    /// <summary>Wraps a method that spawns: it is called in the first slice, and its task awaited in the body.</summary>
    public static async TaskBody Call(Func<JoinHandle> body) => await body();

    /// <inheritdoc cref="Call(Func{JoinHandle})"/>
    public static async TaskBody<T> Call<T>(Func<JoinHandle<T>> body) => await body();

    /// <summary>Wraps a method that knows tokens: it gets the token of the scope that the body is.</summary>
    public static async TaskBody Call(Func<CancellationToken, Task> body) => await body(Scope.Current.Token);

    /// <inheritdoc cref="Call(Func{CancellationToken, Task})"/>
    public static async TaskBody<T> Call<T>(Func<CancellationToken, Task<T>> body) => await body(Scope.Current.Token);

    /// <inheritdoc cref="Call(Func{CancellationToken, Task})"/>
    public static async TaskBody Call(Func<CancellationToken, ValueTask> body) => await body(Scope.Current.Token);

    /// <inheritdoc cref="Call(Func{CancellationToken, Task})"/>
    public static async TaskBody<T> Call<T>(Func<CancellationToken, ValueTask<T>> body) => await body(Scope.Current.Token);

    /// <summary>Wraps a method that is given something and returns a BCL task.</summary>
    public static async TaskBody Call<TState>(TState state, Func<TState, Task> body) => await body(state);

    /// <inheritdoc cref="Call{TState}(TState, Func{TState, Task})"/>
    public static async TaskBody<T> Call<TState, T>(TState state, Func<TState, Task<T>> body) => await body(state);

    /// <inheritdoc cref="Call{TState}(TState, Func{TState, Task})"/>
    public static async TaskBody Call<TState>(TState state, Func<TState, ValueTask> body) => await body(state);

    /// <inheritdoc cref="Call{TState}(TState, Func{TState, Task})"/>
    public static async TaskBody<T> Call<TState, T>(TState state, Func<TState, ValueTask<T>> body) => await body(state);

    /// <summary>Wraps a task that is running already and that nobody here can stop: the body is over when it is, or when it is asked to stop.</summary>
    public static async TaskBody Call(Task task) => await (task.IsCompleted ? new ValueTask(task) : new ForeignTaskWait<Nothing>().For(task));

    /// <inheritdoc cref="Call(Task)"/>
    public static async TaskBody<T> Call<T>(Task<T> task) => await (task.IsCompleted ? new ValueTask<T>(task) : new ForeignTaskWait<T>().For(task));

    private static TaskBody Failed(Exception exception) => new(new ActionTask(() => ExceptionDispatchInfo.Throw(exception)));

    private static TaskBody<T> Failed<T>(Exception exception)
        => new(new FunctionTask<T>(() =>
        {
            ExceptionDispatchInfo.Throw(exception);
            return default!;
        }));
}
