namespace AsyncStdTests.Parity;

/// <summary>Members whose ids are hard to write.</summary>
internal static class Shapes<TOuter>
    where TOuter : notnull
{
    internal sealed class Nested<TInner>(TOuter seed)
    {
        public readonly TOuter Field = seed;

        public event Action Happened
        {
            add => throw new NotSupportedException();
            remove => throw new NotSupportedException();
        }

        public TInner this[int index] => throw new NotSupportedException($"{index}");

        public static implicit operator TInner(Nested<TInner> value) => throw new NotSupportedException();

        public static void Method<T>(
            TOuter outer,
            ref TInner inner,
            T[] items,
            int[][,] table,
            int? number,
            Dictionary<TOuter, List<T>> map,
            Shapes<int>.Nested<TInner> other) => throw new NotSupportedException();
    }
}
