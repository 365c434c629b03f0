namespace AsyncStd.Task;

/// <summary>Which of two branches ended first, and with what: the result of <c>Task.Select</c>.</summary>
/// <typeparam name="T1">The type of the result of the first branch.</typeparam>
/// <typeparam name="T2">The type of the result of the second branch.</typeparam>
/// <example><code>
/// Selected&lt;string, int> won = await Task.Select(
///     async () => { await Task.Sleep(TimeSpan.FromMinutes(1)); return "slow"; },
///     async () => { await Task.YieldNow(); return 42; });
/// Console.WriteLine(won.Match(text => text, number => $"number {number}"));
/// </code></example>
public readonly struct Selected<T1, T2>
{
    private readonly JoinHandle? _winner;

    internal Selected(int index, JoinHandle winner)
    {
        Index = index;
        _winner = winner;
    }

    /// <summary>The number of the branch that won, from 0.</summary>
    public int Index { get; }

    /// <summary>The result of the first branch.</summary>
    /// <exception cref="InvalidOperationException">Another branch won.</exception>
    public T1 First => Selection.Result<T1>(_winner, Index, 0);

    /// <summary>The result of the second branch.</summary>
    /// <exception cref="InvalidOperationException">Another branch won.</exception>
    public T2 Second => Selection.Result<T2>(_winner, Index, 1);

    /// <summary>Calls the function of the branch that won.</summary>
    /// <typeparam name="TResult">The type of what the functions return.</typeparam>
    /// <param name="first">Gets the result of the first branch, if that won.</param>
    /// <param name="second">Gets the result of the second branch, if that won.</param>
    /// <returns>What the function returns.</returns>
    public TResult Match<TResult>(Func<T1, TResult> first, Func<T2, TResult> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Index switch
        {
            0 => first(First),
            _ => second(Second),
        };
    }

    /// <summary>Calls the action of the branch that won.</summary>
    /// <param name="first">Gets the result of the first branch, if that won.</param>
    /// <param name="second">Gets the result of the second branch, if that won.</param>
    public void Switch(Action<T1> first, Action<T2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        switch (Index)
        {
            case 0:
                first(First);
                break;
            default:
                second(Second);
                break;
        }
    }

    /// <summary>Names the winner.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => Selection.Describe(_winner, Index);
}
