namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>What epoll is asked for and what it reports, see epoll_ctl(2).</summary>
[Flags]
internal enum EpollInterest : uint
{
    None = 0,

    /// <summary>EPOLLIN.</summary>
    Readable = 0x001,

    /// <summary>EPOLLPRI: there is urgent data.</summary>
    Urgent = 0x002,

    /// <summary>EPOLLOUT.</summary>
    Writable = 0x004,

    /// <summary>EPOLLERR; always reported.</summary>
    Error = 0x008,

    /// <summary>EPOLLHUP; always reported.</summary>
    HangUp = 0x010,

    /// <summary>EPOLLRDHUP: the other side has shut down its sending.</summary>
    PeerShutdown = 0x2000,

    /// <summary>EPOLLET: reported when it changes, not for as long as it holds.</summary>
    EdgeTriggered = 1u << 31,
}
