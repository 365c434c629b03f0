namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers.Portable.Linux;

/// <summary>What Unix streams and Unix datagram sockets share: identity, and handles passed along.</summary>
internal static class PortableUnixCalls
{
    private static readonly byte[] s_peeked = new byte[1];

    public static PeerIdentity Peer(PortableSocket owner)
    {
        owner.ThrowIfClosed();
        try
        {
            return LinuxSockets.Peer(owner.Socket);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw owner.Translate(e, "tell who is at the other end", default);
        }
    }

    public static async ValueTask<int> SendAsync(
        PortableSocket owner, ReadOnlyMemory<byte> payload, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken)
    {
        Check(payload.IsEmpty, nameof(payload));
        if (handles.Length > LinuxSockets.MostHandles)
        {
            throw new ArgumentException($"There are {handles.Length} handles; one message carries at most {LinuxSockets.MostHandles}.", nameof(handles));
        }

        foreach (SafeHandle handle in handles.Span)
        {
            if (handle is null || handle.IsClosed || handle.IsInvalid)
            {
                throw new ArgumentException("A handle is closed.", nameof(handles));
            }
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            owner.ThrowIfClosed();
            int sent;
            try
            {
                sent = LinuxSockets.TrySend(owner.Socket, payload.Span, handles.Span);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                throw owner.Translate(e, "send handles", cancellationToken);
            }

            if (sent >= 0)
            {
                return sent;
            }

            // The base class library waits for room only with bytes of its own to send, and those would come before the handles.
            await Ambient.ForLeaf.RunBlockingAsync(BlockingKind.Long, owner.Socket, static socket => WaitToSend(socket), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Receives handles; <paramref name="waitForBytes"/> waits until there is something to receive, without taking it.</summary>
    public static async ValueTask<HandleReceipt> ReceiveAsync(
        PortableSocket owner,
        Func<Memory<byte>, CancellationToken, ValueTask> waitForBytes,
        Memory<byte> buffer,
        Memory<SafeHandle?> handles,
        CancellationToken cancellationToken)
    {
        Check(buffer.IsEmpty, nameof(buffer));
        while (true)
        {
            await waitForBytes(s_peeked, cancellationToken).ConfigureAwait(false);
            try
            {
                if (LinuxSockets.TryReceive(owner.Socket, buffer.Span, handles.Span, out HandleReceipt receipt))
                {
                    return receipt;
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                throw owner.Translate(e, "receive handles", cancellationToken);
            }
        }
    }

    private static void Check(bool isEmpty, string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw SocketFailure.Missing("passing of handles");
        }

        if (isEmpty)
        {
            throw new ArgumentException("Handles travel with at least one byte.", name);
        }
    }

    private static bool WaitToSend(Socket socket)
    {
        try
        {
            return LinuxSockets.WaitToSend(socket, milliseconds: 50);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // the next attempt tells
        }
    }
}
