namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Receives bytes and handles.</summary>
internal sealed class ReceiveHandlesCall(SocketSource source, int mark, Memory<byte> buffer, Memory<SafeHandle?> handles) : SocketCall<HandleReceipt>(source, mark)
{
    private Memory<byte> _buffer = buffer;
    private Memory<SafeHandle?> _handles = handles;

    /// <inheritdoc/>
    public override string Description => $"receive handles from {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.In;

    /// <summary>Checks the buffer, and begins.</summary>
    public static ValueTask<HandleReceipt> Run(SocketSource source, int mark, Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("Handles travel with bytes: the buffer must not be empty.", nameof(buffer));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<HandleReceipt>(cancellationToken);
        }

        source.Enter(mark);
        return new ReceiveHandlesCall(source, mark, buffer, handles).Begin(cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
        => HandlePassing.TryReceive(Source.Descriptor, _buffer, _handles.Span, out HandleReceipt receipt, out int error)
            ? Succeed(receipt)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, $"receive handles from {Source.Name}"));

    /// <inheritdoc/>
    protected override void Forget() => (_buffer, _handles) = (default, default);
}
