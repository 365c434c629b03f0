namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits for the next message of an enumeration, or for the end.</summary>
internal sealed class NextWait<T> : QueuedWaiter<NextWait<T>, bool>
{
    /// <summary>What whoever ends the wait has brought, if he has brought anything.</summary>
    public T? Item;
    public bool HasItem;

    /// <summary>Where the message goes once the awaiting code goes on.</summary>
    public MessageEnumerator<T>? Target;

    protected override bool TakeResult()
    {
        if (HasItem)
        {
            Target!.Current = Kind == WaitKind.NextFromSource ? ((IMessageSource<T>)Host).Renew(Item!) : Item!;
        }

        return HasItem;
    }

    protected override void Clear()
    {
        Item = default;
        HasItem = false;
        Target = null;
    }

    protected override Exception Refusal() => ((IClosable)Host).Error!;
}
