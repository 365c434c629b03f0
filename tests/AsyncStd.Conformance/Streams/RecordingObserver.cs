namespace AsyncStdConformance.Streams;

using System.Collections.Concurrent;

/// <summary>Writes down what it is told, and whether two calls ever overlapped.</summary>
internal sealed class RecordingObserver<T>(Action<T>? onNext = null) : IObserver<T>
{
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public IReadOnlyList<string> Calls => [.. _calls];

    public bool HaveOverlapped { get; private set; }

    public Exception? Error { get; private set; }

    /// <summary>Ends with the last call.</summary>
    public Task Ended => _ended.Task;

    public void OnNext(T value) => Call($"{value}", () => onNext?.Invoke(value));

    public void OnError(Exception error) => Call(
        "failed",
        () =>
        {
            Error = error;
            _ended.TrySetResult();
        });

    public void OnCompleted() => Call("completed", () => _ended.TrySetResult());

    private void Call(string name, Action body)
    {
        HaveOverlapped |= Interlocked.Increment(ref _running) != 1;
        _calls.Enqueue(name);
        try
        {
            body();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
