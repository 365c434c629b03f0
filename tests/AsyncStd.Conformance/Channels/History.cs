namespace AsyncStdConformance.Channels;

/// <summary>What was done to a channel, when, and with what result; and whether that can have happened one after another.</summary>
/// <remarks>Wing and Gong's search: an operation may come next if none that is left ended before it began. A channel is right if some order of that kind agrees with a plain queue.</remarks>
internal sealed class History(int capacity)
{
    private readonly List<Operation> _operations = [];
    private int _clock;

    public enum Kind
    {
        Sent,
        Full,
        SendClosed,
        Received,
        Empty,
        ReceiveClosed,
        Closed,
        ClosedBefore,

        /// <summary>It was given up, and must have had no effect.</summary>
        Nothing,
    }

    public int Begin() => Interlocked.Increment(ref _clock);

    public void End(int begun, Kind kind, int message = 0)
    {
        var operation = new Operation(begun, Interlocked.Increment(ref _clock), kind, message);
        lock (_operations)
        {
            _operations.Add(operation);
        }
    }

    /// <summary>Whether the whole can have happened one after another.</summary>
    public bool IsLinearizable() => Search(0, new State([], false), []);

    public override string ToString() => string.Join("; ", _operations.OrderBy(each => each.Begun).Select(each => $"{each.Begun}-{each.Ended} {each.Kind} {each.Message}"));

    private bool Search(int done, State state, HashSet<(int, string)> seen)
    {
        if (done == (1 << _operations.Count) - 1)
        {
            return true;
        }

        if (!seen.Add((done, state.ToString())))
        {
            return false;
        }

        int firstEnd = _operations.Where((_, i) => (done & (1 << i)) == 0).Min(each => each.Ended);
        for (int i = 0; i < _operations.Count; i++)
        {
            if ((done & (1 << i)) == 0 && _operations[i].Begun < firstEnd && Apply(_operations[i], state) is { } next && Search(done | (1 << i), next, seen))
            {
                return true;
            }
        }

        return false;
    }

    private State? Apply(Operation operation, State state) => operation.Kind switch
    {
        Kind.Sent when !state.IsClosed && state.Messages.Length < capacity => state with { Messages = [.. state.Messages, operation.Message] },
        Kind.Full when !state.IsClosed && state.Messages.Length == capacity => state,
        Kind.SendClosed or Kind.ClosedBefore when state.IsClosed => state,
        Kind.Received when state.Messages is [var first, .. var rest] && first == operation.Message => state with { Messages = rest },
        Kind.Empty when !state.IsClosed && state.Messages.Length == 0 => state,
        Kind.ReceiveClosed when state.IsClosed && state.Messages.Length == 0 => state,
        Kind.Closed when !state.IsClosed => state with { IsClosed = true },
        Kind.Nothing => state,
        _ => null,
    };

    private sealed record Operation(int Begun, int Ended, Kind Kind, int Message);

    private sealed record State(int[] Messages, bool IsClosed)
    {
        public override string ToString() => $"{string.Join(',', Messages)}{IsClosed}";
    }
}
