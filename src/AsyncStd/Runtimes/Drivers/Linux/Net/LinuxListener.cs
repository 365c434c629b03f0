namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Net;
using System.Runtime.InteropServices;

/// <summary>A socket that accepts connections.</summary>
/// <typeparam name="TStream">What a connection is.</typeparam>
internal abstract class LinuxListener<TStream> : LinuxSocket, IStreamListener<TStream>
    where TStream : IStreamSocket
{
    private AcceptCall? _call;

    private protected LinuxListener(int descriptor, EndPoint local)
        : base(descriptor, local)
    {
    }

    /// <inheritdoc/>
    public ValueTask<TStream> AcceptAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TStream>(cancellationToken);
        }

        Enter(OneCall);
        if (In.IsReady)
        {
            uint edges = In.Edges;
            if (TryAccept(out TStream? accepted, out int error))
            {
                Exit(OneCall);
                return Slice.TryConsume() ? new ValueTask<TStream>(accepted!) : FreeCall().BeginEnded(accepted!);
            }

            if (error != SystemError.TryAgain)
            {
                Exit(OneCall);
                return ValueTask.FromException<TStream>(SystemError.Of(error, $"accept a connection on {Name}"));
            }

            In.Refuse(edges);
        }

        return FreeCall().Begin(cancellationToken);
    }

    /// <summary>Makes a connection of an accepted descriptor.</summary>
    /// <param name="descriptor">The descriptor; non-blocking.</param>
    /// <param name="remote">The address of the other side, or null if it is to be asked for.</param>
    protected abstract TStream MakeStream(int descriptor, EndPoint? remote);

    private unsafe bool TryAccept(out TStream? accepted, out int error)
    {
        byte* address = stackalloc byte[SocketName.MaxLength];
        while (true)
        {
            int length = SocketName.MaxLength;
            int descriptor = NativeSocket.Accept(Descriptor, address, &length, NativeSocket.NonBlocking | NativeSocket.CloseOnExec);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (descriptor >= 0)
            {
                accepted = MakeStream(descriptor, SocketName.ToEndPoint(address, length, EndPointFactory));
                return true;
            }

            if (error != SystemError.Interrupted)
            {
                accepted = default;
                return false;
            }
        }
    }

    private AcceptCall FreeCall()
    {
        // Several may wait: the one object that is kept goes to whoever takes it.
        AcceptCall? call = Interlocked.Exchange(ref _call, null);
        return call is { IsFree: true } ? call : new AcceptCall(this);
    }

    /// <summary>An accept that waits.</summary>
    private sealed class AcceptCall(LinuxListener<TStream> listener) : SocketCall<TStream>(listener, OneCall)
    {
        public override string Description => $"accept on {Source.Name}";

        protected override ref Readiness Direction => ref Source.In;

        public new ValueTask<TStream> Begin(CancellationToken cancellationToken) => base.Begin(cancellationToken);

        public new ValueTask<TStream> BeginEnded(TStream accepted) => base.BeginEnded(accepted);

        protected override bool TryPerform(uint edges)
            => listener.TryAccept(out TStream? accepted, out int error)
                ? Succeed(accepted!)
                : error != SystemError.TryAgain && Fail(SystemError.Of(error, $"accept a connection on {Source.Name}"));

        protected override void Forget()
        {
        }

        protected override void OnEnded()
        {
            base.OnEnded();
            listener._call = this;
        }
    }
}
