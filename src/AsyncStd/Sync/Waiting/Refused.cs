namespace AsyncStd.Sync.Waiting;

using AsyncStd.Task;

/// <summary>Why an operation does not even begin.</summary>
internal static class Refused
{
    /// <summary>For an operation that must give way because its budget is used up: its token, or its scope, may want it to end instead.</summary>
    /// <param name="host">What would be waited for.</param>
    /// <param name="cancellationToken">The token.</param>
    /// <remarks>Without this a loop over operations that are always ready could never be stopped.</remarks>
    public static OperationCanceledException? Early(IWaiterHost host, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException($"The wait for '{host.WaitName}' did not begin: its token was cancelled.", cancellationToken);
        }

        try
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
            return null;
        }
        catch (OperationCanceledException e)
        {
            return new OperationCanceledException($"The wait for '{host.WaitName}' did not begin. {e.Message}", e.CancellationToken);
        }
    }

    /// <summary>For an operation that has looked at the request itself.</summary>
    public static OperationCanceledException AskedToStop(IWaiterHost host, CancellationToken asked)
        => new($"The wait for '{host.WaitName}' did not begin: the task was asked to stop.", asked);
}
