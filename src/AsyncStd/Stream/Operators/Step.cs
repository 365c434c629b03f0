namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;

/// <summary>What became of an item.</summary>
internal readonly record struct Step<T>(bool HasItem, T? Item, bool IsEnd = false)
{
    public static Step<T> End => new(false, default, true);

    public static Step<T> Of(T item) => new(true, item);
}

/// <summary>Makes steps of what functions return, without a state machine if they are ready.</summary>
internal static class Step
{
    public static ValueTask<Step<T>> Of<TResult, T>(ValueTask<TResult> result, Func<TResult, Step<T>> step)
        => result.IsCompletedSuccessfully ? new ValueTask<Step<T>>(step(result.Result)) : AwaitAsync(result, step);

    public static ValueTask<Step<T>> Of<TItem, TResult, T>(TItem item, ValueTask<TResult> result, Func<TItem, TResult, Step<T>> step)
        => result.IsCompletedSuccessfully ? new ValueTask<Step<T>>(step(item, result.Result)) : AwaitAsync(item, result, step);

    public static ValueTask<Step<T>> After<T>(T item, ValueTask done)
        => done.IsCompletedSuccessfully ? new ValueTask<Step<T>>(Step<T>.Of(item)) : AwaitAsync(item, done);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Step<T>> AwaitAsync<TResult, T>(ValueTask<TResult> result, Func<TResult, Step<T>> step) => step(await result);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Step<T>> AwaitAsync<TItem, TResult, T>(TItem item, ValueTask<TResult> result, Func<TItem, TResult, Step<T>> step) => step(item, await result);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Step<T>> AwaitAsync<T>(T item, ValueTask done)
    {
        await done;
        return Step<T>.Of(item);
    }
}
