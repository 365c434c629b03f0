namespace AsyncStd.Sync;

/// <summary>Who goes first where readers and writers of a <see cref="RwLock{T}"/> wait.</summary>
public enum RwLockFairness
{
    /// <summary>First come, first served: a reader waits behind a writer that came before it. Nobody starves. A task that holds a read guard and waits for a second one
    /// deadlocks if a writer came in between.</summary>
    Fair,

    /// <summary>A reader waits only while somebody writes. A task may hold several read guards; writers starve while reads overlap without end.</summary>
    PreferReaders,

    /// <summary>A reader waits while any writer waits. Writes are seen as soon as possible; readers starve while writes overlap without end.</summary>
    PreferWriters,
}
