namespace AsyncStdHostingTests.Transport;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers;

/// <summary>A listener for which the process never has a descriptor.</summary>
internal sealed class ShortListener : IStreamListener<IStreamSocket>
{
    public TaskCompletionSource HasRefused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 9);

    public ValueTask<IStreamSocket> AcceptAsync(CancellationToken cancellationToken)
    {
        HasRefused.TrySetResult();
        return ValueTask.FromException<IStreamSocket>(new IOException("planned", new SocketException((int)SocketError.TooManyOpenSockets)));
    }

    public T GetOption<T>(SocketOption<T> option) => throw new NotSupportedException();

    public void SetOption<T>(SocketOption<T> option, T value) => throw new NotSupportedException();

    public bool TryGetSafeSocketHandle([NotNullWhen(true)] out SafeSocketHandle? handle)
    {
        handle = null;
        return false;
    }

    public bool TryRelease([NotNullWhen(true)] out SafeSocketHandle? handle) => TryGetSafeSocketHandle(out handle);

    public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose()
    {
    }
}
