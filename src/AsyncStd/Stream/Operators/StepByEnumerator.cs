namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The first item, and each so-many-th after it.</summary>
internal sealed class StepByEnumerator<T>(AsyncSequenceEnumerator<T> source, int step) : PassEnumerator<T, T>(source)
{
    private int _left;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (Source.TryRead(out item))
        {
            if (_left == 0)
            {
                _left = step - 1;
                return true;
            }

            _left--;
        }

        return false;
    }
}
