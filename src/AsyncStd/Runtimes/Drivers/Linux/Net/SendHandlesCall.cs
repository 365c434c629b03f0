namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.InteropServices;

/// <summary>Sends bytes and handles.</summary>
internal sealed class SendHandlesCall(SocketSource source, int mark, ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles)
    : SocketCall<int>(source, mark)
{
    private ReadOnlyMemory<byte> _payload = payload;
    private ReadOnlyMemory<SafeHandle> _handles = handles;

    /// <inheritdoc/>
    public override string Description => $"send handles to {Source.Name}";

    /// <inheritdoc/>
    protected override ref Readiness Direction => ref Source.Out;

    /// <summary>Checks what is to be sent, and begins.</summary>
    public static ValueTask<int> Run(SocketSource source, int mark, ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
    {
        if (payload.IsEmpty)
        {
            throw new ArgumentException("Handles travel with bytes: at least one is needed.", nameof(payload));
        }

        if (handles.Length > HandlePassing.MaxHandles)
        {
            throw new ArgumentException($"{handles.Length} handles: the system carries at most {HandlePassing.MaxHandles} at once.", nameof(handles));
        }

        foreach (SafeHandle handle in handles.Span)
        {
            if (handle is null || handle.IsClosed || handle.IsInvalid)
            {
                throw new ArgumentException("A handle is null, closed or invalid.", nameof(handles));
            }
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        source.Enter(mark);
        return new SendHandlesCall(source, mark, payload, handles).Begin(cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryPerform(uint edges)
    {
        int sent;
        int error;
        try
        {
            sent = HandlePassing.TrySend(Source.Descriptor, _payload, _handles.Span, out error);
        }
        catch (ObjectDisposedException e)
        {
            return Fail(new ArgumentException("A handle was closed before it was sent.", e));
        }

        return sent >= 0
            ? Succeed(sent)
            : error != SystemError.TryAgain && Fail(SystemError.Of(error, $"send handles to {Source.Name}"));
    }

    /// <inheritdoc/>
    protected override void Forget() => (_payload, _handles) = (default, default);
}
