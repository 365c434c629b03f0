namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>Asks who is at the other end of a Unix socket: SO_PEERCRED in unix(7).</summary>
internal static unsafe class PeerCredentials
{
    private const int LevelSocket = 1;
    private const int PeerCredentialsOption = 17; // SO_PEERCRED; x86, arm, riscv

    public static PeerIdentity Of(SocketSource source)
    {
        source.Enter(SocketSource.OneCall);
        try
        {
            Credentials credentials;
            int length = sizeof(Credentials);
            return NativeSocket.GetOption(source.Descriptor, LevelSocket, PeerCredentialsOption, &credentials, &length) == 0
                ? new PeerIdentity(credentials.User, credentials.Group, credentials.Process == 0 ? null : credentials.Process)
                : throw SystemError.OfLastCall($"ask who is at the other end of {source.Name}");
        }
        finally
        {
            source.Exit(SocketSource.OneCall);
        }
    }

    /// <summary>See struct ucred in unix(7).</summary>
    private struct Credentials
    {
        public int Process;
        public uint User;
        public uint Group;
    }
}
