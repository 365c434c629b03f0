namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Takes the results of a group one after the other.</summary>
internal sealed class GroupEnumerator<T>(ResultGroupNode<T> group, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    public T Current { get; private set; } = default!;

    public ValueTask<bool> MoveNextAsync() => Slice.TryConsume() && TryTake() ? new ValueTask<bool>(true) : MoveNextSlowAsync();

    public ValueTask DisposeAsync() => default;

    private bool TryTake()
    {
        bool taken = group.TryTake(out T result);
        Current = result;
        return taken;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveNextSlowAsync()
    {
        while (await group.WaitForNextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (TryTake())
            {
                return true;
            }
        }

        return false;
    }
}
