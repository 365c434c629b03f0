namespace Samples.Gallery;

using AsyncStd.Net;

/// <summary>What connections tell the broker.</summary>
internal abstract record ChatEvent(ChatPeer Peer)
{
    /// <summary>Somebody wants to be there. The broker owns the direction in which it answers from now on.</summary>
    public sealed record Joined(ChatPeer Peer) : ChatEvent(Peer);

    /// <summary>Somebody said something to somebody.</summary>
    public sealed record Said(ChatPeer Peer, string[] To, string Text) : ChatEvent(Peer);

    /// <summary>Somebody has gone.</summary>
    public sealed record Left(ChatPeer Peer) : ChatEvent(Peer);
}

/// <summary>Somebody at the other end of a connection. Two may give the same name, but only one of them gets it.</summary>
internal sealed class ChatPeer(string name, WriteHalf output)
{
    public string Name => name;

    public WriteHalf Output => output;
}
