namespace AsyncStd.Channel;

/// <summary>A branch that sends, with what is then to be done.</summary>
internal sealed class SendBranch<T, TResult>(Sender<T> sender, T item, Func<TResult> onSent, Func<TResult>? onClosed)
    : SendBranch<T>(sender, item), ISelectResult<TResult>
{
    public override bool TellsEnd => onClosed is not null;

    public TResult Result() => IsClosed ? onClosed!() : onSent();
}
