namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Tasks that belong together: they are spawned in the group, and whoever leaves it waits for them. The first failure stops the others and is thrown.</summary>
/// <remarks>
/// <para>The group is a scope, a child of the scope of the code that makes it, on the runtime of that code. Cancelling that scope cancels the children. Any
/// code, on any thread, may spawn in it, also a child; the new task is a child of the group and not of who spawned it.</para>
/// <para>Nothing is kept of a child that has ended, except a failure: a group may live as long as its program. For results use <see cref="TaskGroup{T}"/>.</para>
/// <para>Two ways to leave. <c>TaskGroup.Run</c> knows how its function ended: if by an exception, or because it was asked to stop,
/// the children are asked to stop; and a child that fails stops the function, too. With <c>await using</c> the group cannot know that: the children are waited for as they
/// are (see <see cref="TaskGroupOptions.CancelOnDispose"/>), and if the block is left by an exception while a child fails, C# keeps the exception of the group only.</para>
/// <para>A child that ends with an <see cref="OperationCanceledException"/> has failed, unless it or the group was asked to stop.</para>
/// </remarks>
/// <example><code>
/// await using TaskGroup group = new();
/// group.Start(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
/// group.Start(() => Console.WriteLine("beside it"));
/// await group.WaitAsync();
/// </code></example>
public sealed partial class TaskGroup : IAsyncDisposable
{
    private readonly GroupNode _node;

    /// <summary>Opens a group in the scope of the calling code.</summary>
    /// <param name="options">How the group behaves.</param>
    /// <param name="file">Filled in by the compiler: where it was made.</param>
    /// <param name="line">Filled in by the compiler: where it was made.</param>
    /// <exception cref="ArgumentException">The options make no sense; the message says which.</exception>
    public TaskGroup(TaskGroupOptions? options = null, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        => _node = new GroupNode(options ?? TaskGroupOptions.Default, file, line);

    /// <summary>The name given in the options, or null.</summary>
    public string? Name => _node.Name;

    /// <summary>The group as a scope: the parent of the children's.</summary>
    public Scope Scope => new(_node);

    /// <summary>How many children have not ended, those included that wait for their turn.</summary>
    public int Count => _node.Count;

    /// <summary>Whether nothing can be spawned any more.</summary>
    public bool IsClosed => _node.IsClosed;

    /// <summary>Asks all children to stop, and every later one from its start. Returns at once; may be called often and from any thread.</summary>
    public void Cancel() => Scope.Cancel();

    /// <summary>Asks all children to stop, and waits until they have.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that ends when no child is left.</returns>
    /// <exception cref="Exception">What children failed with, as of <see cref="WaitAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The calling code is a child of the group.</exception>
    /// <remarks><em>Cancellation</em>: only the wait ends; the children have been asked.</remarks>
    public ValueTask CancelAsync(CancellationToken cancellationToken = default) => _node.CancelAsync(cancellationToken);

    /// <summary>Lets nothing be spawned any more; what was spawned goes on.</summary>
    public void Close() => _node.Close();

    /// <summary>Waits until no child is left. <see cref="Close"/> the group before, if others may spawn in it.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that ends when no child is left.</returns>
    /// <exception cref="Exception">What a child has failed with; of several, an <see cref="AggregateException"/>. Every wait throws it.</exception>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The calling code is a child of the group.</exception>
    /// <remarks><em>Cancellation</em>: only the wait ends; the group goes on, and no failure is lost.</remarks>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => _node.WaitAsync(cancellationToken);

    /// <summary>Waits until a child that is spawned would begin at once: how a loop that spawns without end keeps to <see cref="TaskGroupOptions.MaxConcurrency"/>.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that ends when there is a place. It is not reserved: if several loops spawn, a child may have to wait all the same.</returns>
    /// <exception cref="OperationCanceledException">The token, or the scope of the calling code, was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait leaves nothing behind.</remarks>
    public ValueTask WaitForPlaceAsync(CancellationToken cancellationToken = default) => _node.WaitForPlaceAsync(cancellationToken);

    /// <summary>Leaves the group: waits for all children, without a limit and whatever is cancelled, and closes it. While it waits, only children may spawn.</summary>
    /// <returns>A task that ends when no child is left.</returns>
    /// <exception cref="Exception">What children failed with, all of it, unless everything has been thrown before.</exception>
    /// <exception cref="OperationCanceledException">Nothing failed, but children were stopped because the scope in which the group was made was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The calling code is a child of the group.</exception>
    /// <remarks><em>Cancellation</em>: none. Cancelling the scope of the calling code cancels the children, whose ends are waited for.</remarks>
    public ValueTask DisposeAsync() => _node.LeaveAsync();
}
