namespace AsyncStd.Io;

using AsyncStd.Runtimes.Drivers;

/// <summary>One of the process's own streams by way of a driver, opened at its first use.</summary>
internal sealed class StandardHandleStream(IProcessHost host, StandardStream which) : AsyncStream
{
    private IFileHandle? _handle;

    public override bool CanRead => which == StandardStream.Input;

    public override bool CanWrite => which != StandardStream.Input;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => _handle is { } handle ? handle.ReadAsync(buffer, cancellationToken) : OpenAndReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => _handle is { } handle ? HandleWriting.WriteAllAsync(handle, buffer, cancellationToken) : OpenAndWriteAsync(buffer, cancellationToken);

    /// <summary>Writes at least a byte, and as many as the driver does at once.</summary>
    public ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        => _handle is { } handle ? handle.WriteAsync(buffer, cancellationToken) : OpenAndWriteSomeAsync(buffer, cancellationToken);

    private async ValueTask<int> OpenAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _handle ??= await host.OpenStandardStreamAsync(which, cancellationToken);
        return await _handle.ReadAsync(buffer, cancellationToken);
    }

    private async ValueTask OpenAndWriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _handle ??= await host.OpenStandardStreamAsync(which, cancellationToken);
        await HandleWriting.WriteAllAsync(_handle, buffer, cancellationToken);
    }

    private async ValueTask<int> OpenAndWriteSomeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        _handle ??= await host.OpenStandardStreamAsync(which, cancellationToken);
        return await _handle.WriteAsync(buffer, cancellationToken);
    }
}
