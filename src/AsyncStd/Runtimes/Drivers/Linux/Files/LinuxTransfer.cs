namespace AsyncStd.Runtimes.Drivers;

/// <summary>How a call on a pipe, socket or terminal is kept from blocking its thread.</summary>
internal enum LinuxTransfer
{
    /// <summary>Not found out yet.</summary>
    Unknown,

    /// <summary>The open file is non-blocking by itself, because nobody but this process has it.</summary>
    NonBlocking,

    /// <summary>Others may share the open file, so it must stay as it is: each call says that it does not wait.</summary>
    NoWaitFlag,

    /// <summary>The system knows no such flag here: it is asked first whether the call would wait.</summary>
    AskFirst,

    /// <summary>The system cannot tell when it is ready: calls are made where they may block.</summary>
    Blocking,
}
