namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Tasks that belong together, as in a <see cref="TaskGroup"/>, and whose results are taken in the order in which they come.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
/// <remarks>
/// <para>A result stays in the group until it is taken: by <c>await foreach</c>, <see cref="NextAsync"/> or <see cref="TryNext"/>. Several may take; each result goes to one
/// of them. The place of a child that failed is taken by its exception, which is thrown there; a group that supervises leaves such children out, and so does every group
/// children that were asked to stop.</para>
/// <para>Leaving the group drops the results that were not taken.</para>
/// </remarks>
/// <example><code>
/// await using TaskGroup&lt;string> group = new();
/// group.Start(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(20)); return "slow"; });
/// group.Start(async () => { await Task.YieldNow(); return "quick"; });
/// await foreach (string result in group)
/// {
///     Console.WriteLine(result);
/// }
/// </code></example>
public sealed partial class TaskGroup<T> : IAsyncDisposable, IAsyncEnumerable<T>
{
    private readonly ResultGroupNode<T> _node;

    /// <inheritdoc cref="TaskGroup(TaskGroupOptions?, string?, int)"/>
    public TaskGroup(TaskGroupOptions? options = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => _node = new ResultGroupNode<T>(options ?? TaskGroupOptions.Default, file, line);

    /// <inheritdoc cref="TaskGroup.Name"/>
    public string? Name => _node.Name;

    /// <inheritdoc cref="TaskGroup.Scope"/>
    public Scope Scope => new(_node);

    /// <inheritdoc cref="TaskGroup.Count"/>
    public int Count => _node.Count;

    /// <inheritdoc cref="TaskGroup.IsClosed"/>
    public bool IsClosed => _node.IsClosed;

    /// <summary>Takes the next result if there is one, in the order in which the children have ended.</summary>
    /// <param name="result">The result.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="Exception">What the child failed with, whose turn it was.</exception>
    public bool TryNext([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        JoinHandle<T>? child = _node.TakeEnded();
        result = child is null ? default : child.GetResult();
        return child is not null;
    }

    /// <summary>Takes the next result, in the order in which the children end.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Exception">What the child failed with, whose turn it was.</exception>
    /// <exception cref="InvalidOperationException">There is no result, and no child left to give one. <see cref="WaitForNextAsync"/> tells beforehand.</exception>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait takes no result.</remarks>
    public ValueTask<T> NextAsync(CancellationToken cancellationToken = default)
        => Slice.TryConsume() && _node.TakeEnded() is { } child ? child.AsValueTask() : NextSlowAsync(cancellationToken);

    /// <summary>Waits until there is a result to take.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>True if there is one; false if there is none and no child is left to give one.</returns>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait leaves nothing behind.</remarks>
    public ValueTask<bool> WaitForNextAsync(CancellationToken cancellationToken = default) => _node.WaitForNextAsync(cancellationToken);

    /// <summary>Takes results in the order in which the children end, until there is none and no child is left.</summary>
    /// <param name="cancellationToken">Ends a wait early.</param>
    /// <returns>An enumerator; what it takes is gone from the group.</returns>
    /// <remarks><em>Cancellation</em>: a cancelled wait takes no result; take the rest by another loop.</remarks>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new GroupEnumerator<T>(_node, cancellationToken);

    /// <inheritdoc cref="TaskGroup.Cancel"/>
    public void Cancel() => Scope.Cancel();

    /// <inheritdoc cref="TaskGroup.CancelAsync"/>
    public ValueTask CancelAsync(CancellationToken cancellationToken = default) => _node.CancelAsync(cancellationToken);

    /// <inheritdoc cref="TaskGroup.Close"/>
    public void Close() => _node.Close();

    /// <inheritdoc cref="TaskGroup.WaitAsync"/>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => _node.WaitAsync(cancellationToken);

    /// <inheritdoc cref="TaskGroup.WaitForPlaceAsync"/>
    public ValueTask WaitForPlaceAsync(CancellationToken cancellationToken = default) => _node.WaitForPlaceAsync(cancellationToken);

    /// <inheritdoc cref="TaskGroup.DisposeAsync"/>
    public ValueTask DisposeAsync() => _node.LeaveAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> NextSlowAsync(CancellationToken cancellationToken)
    {
        while (await _node.WaitForNextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_node.TakeEnded() is { } child)
            {
                return child.GetResult();
            }
        }

        throw new InvalidOperationException($"Task group '{_node.Description}' has no result, and no child left to give one.");
    }
}
