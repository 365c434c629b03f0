namespace AsyncStd.Io;

using AsyncStd.Runtimes;

/// <summary>Lets one call after the other at a stream of the whole process, in the order in which they came.</summary>
/// <remarks>Invariant, under the lock: calls wait only while the gate is taken. Leaving hands it to the first that waits, which is thereby out of the queue; so a cancellation and
/// the handing over never both take a wait.</remarks>
internal sealed class Gate(string description)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Wait> _waits = new();
    private bool _isTaken;

    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Wait wait;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return default;
            }

            wait = new Wait(this, description);
            wait.Node = _waits.AddLast(wait);
        }

        return wait.Begin(cancellationToken);
    }

    public void Exit()
    {
        Wait? next;
        lock (_lock)
        {
            next = _waits.First?.Value;
            if (next is null)
            {
                _isTaken = false;
                return;
            }

            _waits.RemoveFirst();
            next.Node = null;
        }

        next.TrySetResult(true);
    }

    private sealed class Wait(Gate gate, string description) : Operation<bool>
    {
        public override string Description => $"turn at {description}";

        public LinkedListNode<Wait>? Node { get; set; }

        public ValueTask Begin(CancellationToken cancellationToken) => StartWithoutResult(cancellationToken);

        protected override void OnCancelRequested(CancellationToken cancellationToken)
        {
            lock (gate._lock)
            {
                if (Node is null)
                {
                    return; // it has the gate by now, and will leave it
                }

                gate._waits.Remove(Node);
                Node = null;
            }

            TrySetCanceled(cancellationToken);
        }
    }
}
