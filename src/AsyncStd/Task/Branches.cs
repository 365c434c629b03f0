namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

/// <summary>Makes branches, built and not started, out of what is passed to a combinator.</summary>
internal static class Branches
{
    /// <summary>The box that a body was built into.</summary>
    public static JoinHandle<Nothing> Of(TaskBody body) => (JoinHandle<Nothing>)(body.Handle ?? throw Branch.NeverBuilt());

    /// <inheritdoc cref="Of(TaskBody)"/>
    public static JoinHandle<T> Of<T>(TaskBody<T> body) => body.Handle ?? throw Branch.NeverBuilt();

    public static JoinHandle<Nothing> Of(Func<TaskBody> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Build(function));
    }

    public static JoinHandle<T> Of<T>(Func<TaskBody<T>> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Build(function));
    }

    public static JoinHandle<Nothing> Of(Func<Task> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<T> Of<T>(Func<Task<T>> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<Nothing> Of(Func<ValueTask> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<T> Of<T>(Func<ValueTask<T>> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<Nothing> Of(Func<CancellationToken, Task> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<T> Of<T>(Func<CancellationToken, Task<T>> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<Nothing> Of(Func<CancellationToken, ValueTask> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    public static JoinHandle<T> Of<T>(Func<CancellationToken, ValueTask<T>> function, [CallerArgumentExpression(nameof(function))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function, name);
        return Of(Bodies.Call(function));
    }

    /// <summary>A task of somebody else's, which runs already.</summary>
    public static JoinHandle<Nothing> Of(Task task, [CallerArgumentExpression(nameof(task))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(task, name);
        return Of(Bodies.Call(task));
    }

    /// <inheritdoc cref="Of(Task, string?)"/>
    public static JoinHandle<T> Of<T>(Task<T> task, [CallerArgumentExpression(nameof(task))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(task, name);
        return Of(Bodies.Call(task));
    }

    /// <summary>A task that runs already is its own branch.</summary>
    public static JoinHandle<T> Of<T>(JoinHandle<T> handle, [CallerArgumentExpression(nameof(handle))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handle, name);
        return handle;
    }

    /// <inheritdoc cref="Of{T}(JoinHandle{T}, string?)"/>
    public static JoinHandle Of(JoinHandle handle, [CallerArgumentExpression(nameof(handle))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handle, name);
        return handle;
    }

    /// <summary>The branches made of a list, whose names are their places in it.</summary>
    public static JoinHandle[] OfEach<TSource>(TSource[] branches, Func<TSource, string, JoinHandle> of)
    {
        ArgumentNullException.ThrowIfNull(branches);
        var all = new JoinHandle[branches.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = of(branches[i], branches[i] is null ? $"branches[{i}]" : "");
        }

        return all;
    }
}
