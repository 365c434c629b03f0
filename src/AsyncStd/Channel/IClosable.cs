namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Something that is waited for, and may be closed with an error.</summary>
internal interface IClosable : IWaiterHost
{
    /// <summary>The error. Asked for only once there is one.</summary>
    Exception? Error { get; }

    /// <summary>Why there is no message, and never will be.</summary>
    Exception ReceiveFailure();
}
