namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>A wait that nobody ends but who cancels it. A new one each time: whoever waits for ever does not do so often.</summary>
internal sealed class PendingOperation<T> : Operation<T>
{
    /// <inheritdoc/>
    public override string Description => "pending";

    public ValueTask<T> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

    public ValueTask BeginWithoutResult(CancellationToken cancellationToken) => StartWithoutResult(cancellationToken);
}
