namespace AsyncStdConformance.Streams;

/// <summary>How many are open, and how many were at most; several threads may open and close.</summary>
internal sealed class OpenCount
{
    private readonly Lock _lock = new();
    private int _open;
    private int _most;

    public int Most
    {
        get
        {
            lock (_lock)
            {
                return _most;
            }
        }
    }

    public void Add(int change)
    {
        lock (_lock)
        {
            _open += change;
            _most = Math.Max(_open, _most);
        }
    }
}
