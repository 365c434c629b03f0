namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>What all items so far come to, after each.</summary>
internal sealed class ScanEnumerator<T, TState>(AsyncSequenceEnumerator<T> source, TState seed, Func<TState, T, TState> func) : PassEnumerator<T, TState>(source)
{
    private TState _state = seed;

    public override bool TryRead([MaybeNullWhen(false)] out TState item)
    {
        if (Source.TryRead(out T? each))
        {
            item = _state = func(_state, each);
            return true;
        }

        item = default;
        return false;
    }
}
