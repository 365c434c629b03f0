namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Takes the results of a group one after the other.</summary>
internal sealed class GroupEnumerator<T>(ResultGroupNode<T> group, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    public T Current { get; private set; } = default!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (!Slice.TryConsume() || group.TakeEnded() is not { } child)
        {
            return MoveNextSlowAsync();
        }

        if (child.IsFaulted || child.IsCanceled)
        {
            return ValueTask.FromException<bool>(child.Exception!);
        }

        Current = child.GetResult();
        return new ValueTask<bool>(true);
    }

    public ValueTask DisposeAsync() => default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveNextSlowAsync()
    {
        while (await group.WaitForNextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (group.TakeEnded() is { } child)
            {
                Current = child.GetResult();
                return true;
            }
        }

        return false;
    }
}
