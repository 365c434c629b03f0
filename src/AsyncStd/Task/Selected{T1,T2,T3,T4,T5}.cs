namespace AsyncStd.Task;

/// <summary>Which of five branches ended first, and with what: the result of <c>Task.Select</c>.</summary>
/// <typeparam name="T1">The type of the result of the first branch.</typeparam>
/// <typeparam name="T2">The type of the result of the second branch.</typeparam>
/// <typeparam name="T3">The type of the result of the third branch.</typeparam>
/// <typeparam name="T4">The type of the result of the fourth branch.</typeparam>
/// <typeparam name="T5">The type of the result of the fifth branch.</typeparam>
public readonly struct Selected<T1, T2, T3, T4, T5>
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

    /// <summary>The result of the third branch.</summary>
    /// <exception cref="InvalidOperationException">Another branch won.</exception>
    public T3 Third => Selection.Result<T3>(_winner, Index, 2);

    /// <summary>The result of the fourth branch.</summary>
    /// <exception cref="InvalidOperationException">Another branch won.</exception>
    public T4 Fourth => Selection.Result<T4>(_winner, Index, 3);

    /// <summary>The result of the fifth branch.</summary>
    /// <exception cref="InvalidOperationException">Another branch won.</exception>
    public T5 Fifth => Selection.Result<T5>(_winner, Index, 4);

    /// <summary>Calls the function of the branch that won.</summary>
    /// <typeparam name="TResult">The type of what the functions return.</typeparam>
    /// <param name="first">Gets the result of the first branch, if that won.</param>
    /// <param name="second">Gets the result of the second branch, if that won.</param>
    /// <param name="third">Gets the result of the third branch, if that won.</param>
    /// <param name="fourth">Gets the result of the fourth branch, if that won.</param>
    /// <param name="fifth">Gets the result of the fifth branch, if that won.</param>
    /// <returns>What the function returns.</returns>
    public TResult Match<TResult>(Func<T1, TResult> first, Func<T2, TResult> second, Func<T3, TResult> third, Func<T4, TResult> fourth, Func<T5, TResult> fifth)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        ArgumentNullException.ThrowIfNull(fourth);
        ArgumentNullException.ThrowIfNull(fifth);
        return Index switch
        {
            0 => first(First),
            1 => second(Second),
            2 => third(Third),
            3 => fourth(Fourth),
            _ => fifth(Fifth),
        };
    }

    /// <summary>Calls the action of the branch that won.</summary>
    /// <param name="first">Gets the result of the first branch, if that won.</param>
    /// <param name="second">Gets the result of the second branch, if that won.</param>
    /// <param name="third">Gets the result of the third branch, if that won.</param>
    /// <param name="fourth">Gets the result of the fourth branch, if that won.</param>
    /// <param name="fifth">Gets the result of the fifth branch, if that won.</param>
    public void Switch(Action<T1> first, Action<T2> second, Action<T3> third, Action<T4> fourth, Action<T5> fifth)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        ArgumentNullException.ThrowIfNull(fourth);
        ArgumentNullException.ThrowIfNull(fifth);
        switch (Index)
        {
            case 0:
                first(First);
                break;
            case 1:
                second(Second);
                break;
            case 2:
                third(Third);
                break;
            case 3:
                fourth(Fourth);
                break;
            default:
                fifth(Fifth);
                break;
        }
    }

    /// <summary>Names the winner.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => Selection.Describe(_winner, Index);
}
