namespace AsyncStd.Sync;

using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>A value that is made when it is first awaited: the <see cref="Lazy{T}"/> of tasks.</summary>
/// <remarks>The factory runs as a part of the task that needs the value first. If it throws or is cancelled, the next who needs the value calls it again; nothing is remembered of the failure.</remarks>
/// <example><code>
/// var answer = new AsyncLazy&lt;int>(async () =>
/// {
///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
///     return 42;
/// });
/// Console.WriteLine(await answer);
/// </code></example>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("IsValueCreated = {IsValueCreated}")]
public sealed class AsyncLazy<T>
{
    private readonly OnceCell<T> _cell = new();
    private readonly Func<ValueTask<T>> _factory;

    /// <summary>Creates a value that is yet to be made.</summary>
    /// <param name="factory">Makes the value.</param>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    public AsyncLazy(Func<ValueTask<T>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _factory = factory;
    }

    /// <summary>Whether the value is there.</summary>
    public bool IsValueCreated => _cell.IsValueCreated;

    /// <summary>Gets the value, making it first if nobody has.</summary>
    /// <param name="cancellationToken">Ends the wait for somebody else who makes it early; it is not passed to the factory.</param>
    /// <returns>The value. The task must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before it began or while somebody else made the value.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait changes nothing; a cancelled factory leaves the value to be made by the next. With a token that is cancelled already the factory is not
    /// called; a value that is there may be given all the same.</remarks>
    public ValueTask<T> GetValueAsync(CancellationToken cancellationToken = default) => _cell.GetOrInitAsync(_factory, cancellationToken);

    /// <summary>Gets the value if it is there. Never waits, and does not make it.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value) => _cell.TryGet(out value);

    /// <summary>Awaits <see cref="GetValueAsync"/>; the compiler's business.</summary>
    /// <returns>An awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ValueTaskAwaiter<T> GetAwaiter() => GetValueAsync().GetAwaiter();
}
