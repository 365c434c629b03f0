namespace AsyncStd.Runtimes;

/// <summary>Which drivers carry input and output.</summary>
public enum IoKind
{
    /// <summary>The best that the machine offers, chosen by one probe at start.</summary>
    Auto,

    /// <summary>What works on every operating system.</summary>
    Portable,

    /// <summary>Linux epoll.</summary>
    Epoll,

    /// <summary>Linux io_uring.</summary>
    IoUring,
}
