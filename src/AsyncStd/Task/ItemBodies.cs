namespace AsyncStd.Task;

using Task = System.Threading.Tasks.Task;

/// <summary>Makes branches out of a function of an item.</summary>
internal static class ItemBodies
{
    public static Func<TSource, JoinHandle<Nothing>> Of<TSource>(Func<TSource, TaskBody> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Build(item, body));
    }

    public static Func<TSource, JoinHandle<T>> Of<TSource, T>(Func<TSource, TaskBody<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Build(item, body));
    }

    public static Func<TSource, JoinHandle<Nothing>> Of<TSource>(Func<TSource, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Call(item, body));
    }

    public static Func<TSource, JoinHandle<T>> Of<TSource, T>(Func<TSource, Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Call(item, body));
    }

    public static Func<TSource, JoinHandle<Nothing>> Of<TSource>(Func<TSource, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Call(item, body));
    }

    public static Func<TSource, JoinHandle<T>> Of<TSource, T>(Func<TSource, ValueTask<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(Bodies.Call(item, body));
    }

    public static Func<TSource, JoinHandle<Nothing>> Of<TSource>(Func<TSource, CancellationToken, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(token => body(item, token));
    }

    public static Func<TSource, JoinHandle<T>> Of<TSource, T>(Func<TSource, CancellationToken, Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(token => body(item, token));
    }

    public static Func<TSource, JoinHandle<Nothing>> Of<TSource>(Func<TSource, CancellationToken, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(token => body(item, token));
    }

    public static Func<TSource, JoinHandle<T>> Of<TSource, T>(Func<TSource, CancellationToken, ValueTask<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return item => Branches.Of(token => body(item, token));
    }
}
