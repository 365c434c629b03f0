namespace AsyncStd.Stream;

/// <summary>Items with their numbers.</summary>
internal sealed class IndexEnumerator<T>(AsyncSequenceEnumerator<T> source) : PassEnumerator<T, (int Index, T Item)>(source)
{
    private int _next;

    public override bool TryRead(out (int Index, T Item) item)
    {
        bool any = Source.TryRead(out T? each);
        item = (_next, each!);
        if (any)
        {
            _next = checked(_next + 1);
        }

        return any;
    }
}
