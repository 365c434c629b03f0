namespace AsyncStd.Io;

/// <summary>A stream that says how much of a write went through, also of one that is broken off.</summary>
internal interface ICountedWrites
{
    /// <summary>Whether it can say so; otherwise it is written to like any other stream.</summary>
    bool CountsWrites => true;

    /// <summary>Writes at least a byte, and as many as it can before it is broken off.</summary>
    /// <returns>How many bytes went through. A call that throws has written none.</returns>
    ValueTask<int> WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
