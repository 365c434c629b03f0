namespace AsyncStd.Stream;

/// <summary>Makes sequences out of functions.</summary>
internal static class Generators
{
    public static AsyncSequence<T> RepeatWith<T>(Func<T> next)
        => Generate<T>(() => (out T item) =>
        {
            item = next();
            return true;
        });

    public static AsyncSequence<T> While<T>(Func<T?> next)
        where T : struct
        => Generate<T>(() => (out T item) =>
        {
            T? made = next();
            item = made.GetValueOrDefault();
            return made.HasValue;
        });

    public static AsyncSequence<T> While<T>(Func<T?> next)
        where T : class
        => Generate<T>(() => (out T item) =>
        {
            T? made = next();
            item = made!;
            return made is not null;
        });

    public static AsyncSequence<T> Async<TAnswer, T>(Func<CancellationToken, ValueTask<TAnswer>> next, Func<TAnswer, Step<T>> step)
        => new SourceSequence<T>(token => new StepEnumerator<bool, T>(Turns(token), _ => Step.Of(next(token), step)));

    public static AsyncSequence<T> Successors<T>(T? first, Func<T, T?> next)
        where T : struct
        => Generate<T>(() =>
        {
            T? last = null;
            bool hasBegun = false;
            return (out T item) =>
            {
                last = !hasBegun ? first : last is { } before ? next(before) : null;
                hasBegun = true;
                item = last.GetValueOrDefault();
                return last.HasValue;
            };
        });

    public static AsyncSequence<T> Successors<T>(T? first, Func<T, T?> next)
        where T : class
        => Generate<T>(() =>
        {
            T? last = null;
            bool hasBegun = false;
            return (out T item) =>
            {
                last = !hasBegun ? first : last is null ? null : next(last);
                hasBegun = true;
                item = last!;
                return last is not null;
            };
        });

    public static AsyncSequence<T> Successors<T>(T? first, Func<T, CancellationToken, ValueTask<T?>> next)
        where T : struct
        => new SourceSequence<T>(token =>
        {
            T? last = null;
            bool hasBegun = false;
            return new StepEnumerator<bool, T>(Turns(token), _ =>
            {
                ValueTask<T?> answer = hasBegun ? next(last!.Value, token) : new ValueTask<T?>(first);
                hasBegun = true;
                return Step.Of(answer, made =>
                {
                    last = made;
                    return new Step<T>(made.HasValue, made.GetValueOrDefault(), !made.HasValue);
                });
            });
        });

    public static AsyncSequence<T> Successors<T>(T? first, Func<T, CancellationToken, ValueTask<T?>> next)
        where T : class
        => new SourceSequence<T>(token =>
        {
            T? last = null;
            bool hasBegun = false;
            return new StepEnumerator<bool, T>(Turns(token), _ =>
            {
                ValueTask<T?> answer = hasBegun ? next(last!, token) : new ValueTask<T?>(first);
                hasBegun = true;
                return Step.Of(answer, made =>
                {
                    last = made;
                    return new Step<T>(made is not null, made, made is null);
                });
            });
        });

    /// <summary>Each enumeration has a function of its own.</summary>
    private static AsyncSequence<T> Generate<T>(Func<GeneratedEnumerator<T>.Next> begin) => new SourceSequence<T>(token => new GeneratedEnumerator<T>(begin(), token));

    private static AsyncSequenceEnumerator<bool> Turns(CancellationToken cancellationToken)
        => new GeneratedEnumerator<bool>(
            static (out bool item) =>
            {
                item = true;
                return true;
            },
            cancellationToken);
}
