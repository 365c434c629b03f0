namespace AsyncStd.Io;

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

/// <summary>The lines of a pipe. A step is complete at once while a whole line has arrived.</summary>
/// <remarks>Invariant: while <c>_isHeld</c>, a read of the pipe is open and <c>_rest</c> is what no line has been taken from yet; closing it gives that back unexamined.</remarks>
internal sealed class PipeLineSequence(PipeReader pipe, int maxLength) : IAsyncEnumerable<string>, IAsyncEnumerator<string>
{
    private CancellationToken _cancellationToken;
    private ReadOnlySequence<byte> _rest;
    private bool _isHeld;
    private bool _isFinal;
    private bool _isTaken;
    private string? _current;

    public string Current => _current!;

    public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        PipeLineSequence enumerator = Interlocked.Exchange(ref _isTaken, true) ? new PipeLineSequence(pipe, maxLength) { _isTaken = true } : this;
        enumerator._cancellationToken = cancellationToken;
        return enumerator;
    }

    public ValueTask<bool> MoveNextAsync() => TryTake() ? new ValueTask<bool>(true) : MoveSlowlyAsync();

    public ValueTask DisposeAsync()
    {
        if (_isHeld)
        {
            _isHeld = false;
            pipe.AdvanceTo(_rest.Start);
        }

        return default;
    }

    private bool TryTake()
    {
        if (!LineFinder.TryTake(ref _rest, maxLength, out ReadOnlySequence<byte> line))
        {
            return false;
        }

        _current = Utf8Text.Decode(line);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveSlowlyAsync()
    {
        while (!_isFinal)
        {
            if (_isHeld)
            {
                _isHeld = false;
                pipe.AdvanceTo(_rest.Start, _rest.End);
                _rest = default;
            }

            await Turn.Take();
            ReadResult read = await pipe.ReadAsync(_cancellationToken);
            _isHeld = true;
            _rest = read.Buffer;
            if (read.IsCanceled)
            {
                throw new OperationCanceledException("The read of the pipe was cancelled.");
            }

            _isFinal = read.IsCompleted;
            if (TryTake())
            {
                return true;
            }
        }

        if (_rest.IsEmpty)
        {
            return false;
        }

        _current = Utf8Text.Decode(LineFinder.TakeLast(ref _rest, maxLength));
        return true;
    }
}
