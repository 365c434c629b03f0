namespace AsyncStdConformance.Context.Strangers;

/// <summary>Somebody's sequence, which waits before each item and where it is left.</summary>
internal sealed class PlainSequence<T>(Witness witness, params T[] items) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        witness.Here();
        return new Enumerator(witness, items);
    }

    private sealed class Enumerator(Witness witness, T[] items) : IAsyncEnumerator<T>
    {
        private int _at = -1;

        public T Current => items[_at];

        public async ValueTask<bool> MoveNextAsync()
        {
            await witness.Wait();
            return ++_at < items.Length;
        }

        public async ValueTask DisposeAsync() => await witness.Wait();
    }
}
