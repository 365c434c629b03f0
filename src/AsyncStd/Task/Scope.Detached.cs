namespace AsyncStd.Task;

using AsyncStd.Runtimes;

// Cutting the flow of scopes.
public readonly partial struct Scope
{
    /// <summary>Calls a function outside any scope, on the same runtime: what it starts is nobody's child. For lazy singletons and background loops,
    /// which must not die with whoever happened to need them first.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The function, for instance one that spawns a task. It is called at once.</param>
    /// <returns>What the function returns.</returns>
    /// <example><code>
    /// JoinHandle loop = Scope.Detached(() => Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1))));
    /// loop.Detach();
    /// </code></example>
    public static T Detached<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        WorkItem? outer = Ambient.Item;
        if (outer is not JoinHandle)
        {
            return function();
        }

        Ambient.Item = outer.Owner!.Entry;
        try
        {
            return function();
        }
        finally
        {
            Ambient.Item = outer;
        }
    }

    /// <inheritdoc cref="Detached{T}(Func{T})"/>
    public static void Detached(Action function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Detached(() =>
        {
            function();
            return default(Nothing);
        });
    }
}
