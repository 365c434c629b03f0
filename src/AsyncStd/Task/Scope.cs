namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>A node in the tree of what is running: a task, or a function that a combinator runs as a part of one. Who stops a scope stops everything in it.</summary>
/// <remarks>
/// <para>Code finds its scope by itself: each operation of this library ends with an <see cref="OperationCanceledException"/> when the scope of the code that awaits it is
/// cancelled, and refuses to wait in a scope that is cancelled already. Tasks that are spawned in a scope are its children and are cancelled with it.</para>
/// <para>A scope closes when its task or function ends. Code that it left running elsewhere, and children that still run, then belong to the nearest scope around
/// it that is open. Cancelling is a request; nothing is torn down, and <c>finally</c> blocks run. To await something in clean-up, use <see cref="Shield(Func{TaskBody}, string?, int)"/>.</para>
/// <para>The default value is no scope at all: that of code outside any task.</para>
/// </remarks>
/// <example><code>
/// try
/// {
///     await Task.Timeout(TimeSpan.FromMilliseconds(20), async () =>
///     {
///         using HttpClient client = new();
///         await Task.Sleep(TimeSpan.FromMinutes(1));                            // heeds the scope by itself
///         await client.GetStringAsync("http://localhost", Scope.Current.Token); // knows only tokens
///     });
/// }
/// catch (TimeoutException)
/// {
///     Console.WriteLine("too slow");
/// }
/// </code></example>
public readonly partial struct Scope : IEquatable<Scope>
{
    private readonly JoinHandle? _node;

    internal Scope(JoinHandle? node) => _node = node;

    /// <summary>The scope of the running code: the innermost one around it that is open.</summary>
    public static Scope Current => new(Ambient.Node);

    /// <summary>Whether this is no scope: that of code outside any task.</summary>
    public bool IsNone => _node is null;

    /// <summary>The task or branch, or null for no scope.</summary>
    internal JoinHandle? Node => _node;

    /// <summary>The name of the task or function, or null.</summary>
    public string? Name => _node?.Name;

    /// <summary>The nearest scope around this one that is open.</summary>
    public Scope Parent => new(_node?.Parent);

    /// <summary>Whether the scope was cancelled.</summary>
    public bool IsCancellationRequested => _node is { IsCancelRequested: true };

    /// <summary>Is cancelled with the scope: for code that knows only tokens. <see cref="CancellationToken.None"/> outside any scope.</summary>
    /// <remarks>An exception that a callback of the token throws goes to <see cref="Runtime.UnhandledException"/>.</remarks>
    public CancellationToken Token => _node?.Token ?? CancellationToken.None;

    /// <summary>How long until the scope, or one around it, is cancelled for want of time; null if none of them has a limit. Below zero: it was.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            TimeSpan? least = null;
            for (JoinHandle? node = _node; node is not null; node = node.IsShield ? null : node.Parent)
            {
                TimeSpan? here = node.RemainingHere;
                least = least is null || here < least ? here ?? least : least;
            }

            return least;
        }
    }

    /// <summary>When the scope, or one around it, is cancelled for want of time, on its runtime's clock; null if none of them has a limit.</summary>
    public DateTimeOffset? Deadline
    {
        get
        {
            if (Remaining is not { } remaining)
            {
                return null;
            }

            DateTimeOffset now = _node!.Owner!.Clock.GetUtcNow();
            return remaining > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + remaining;
        }
    }

    /// <summary>Whether two values are the same scope.</summary>
    /// <param name="left">A scope.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(Scope left, Scope right) => left.Equals(right);

    /// <summary>Whether two values are different scopes.</summary>
    /// <param name="left">A scope.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(Scope left, Scope right) => !left.Equals(right);

    /// <summary>Asks everything in the scope to stop. Returns at once; may be called often and from any thread.</summary>
    /// <remarks>Callbacks of <see cref="Token"/> run before it returns. Does nothing if the scope has closed, or is none.</remarks>
    public void Cancel()
    {
        if (_node is { IsCompleted: false })
        {
            _node.RequestCancel();
        }
    }

    /// <summary>Throws if the scope was cancelled: for code that computes for long between two awaits.</summary>
    /// <exception cref="OperationCanceledException">The scope was cancelled.</exception>
    public void ThrowIfCancellationRequested()
    {
        if (_node is { IsCancelRequested: true } node)
        {
            throw new OperationCanceledException($"The scope of '{node.Description}' was cancelled.", node.TokenIfAny);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Scope other) => ReferenceEquals(_node, other._node);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _node is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_node);

    /// <summary>Names the scope.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _node?.Description ?? "no scope";
}
