namespace AsyncStd.Channel;

/// <summary>A branch that receives, with what is then to be done.</summary>
internal sealed class ReceiveBranch<T, TResult>(Receiver<T> receiver, Func<T, TResult> onMessage, Func<TResult>? onClosed)
    : ReceiveBranch<T>(receiver), ISelectResult<TResult>
{
    public override bool TellsEnd => onClosed is not null;

    public TResult Result() => IsClosed ? onClosed!() : onMessage(Item!);
}
