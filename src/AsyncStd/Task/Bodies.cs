namespace AsyncStd.Task;

using Task = System.Threading.Tasks.Task;

/// <summary>Wraps methods that return BCL tasks: the method is called in the first slice, and its task awaited in the body.</summary>
internal static class Bodies
{
    public static async TaskBody Call(Func<Task> body) => await body();

    public static async TaskBody<T> Call<T>(Func<Task<T>> body) => await body();

    public static async TaskBody Call(Func<ValueTask> body) => await body();

    public static async TaskBody<T> Call<T>(Func<ValueTask<T>> body) => await body();
}
