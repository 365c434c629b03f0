namespace AsyncStd.Task;

/// <summary>Gives items, one after the other.</summary>
internal abstract class ItemSource<TSource>
{
    /// <summary>Whether asking for an item may take time; then it is asked in a branch, which can be stopped.</summary>
    public abstract bool IsAsync { get; }

    public abstract TSource Current { get; }

    /// <summary>Goes to the next item if that takes no time. False: <see cref="MoveNextAsync"/> tells.</summary>
    public virtual bool TryMoveNext() => false;

    /// <summary>Asks for the next item. The first call begins the sequence.</summary>
    public abstract ValueTask<bool> MoveNextAsync();

    /// <summary>Tells the sequence that nothing more is wanted.</summary>
    public abstract void Stop();

    public abstract ValueTask DisposeAsync();
}
