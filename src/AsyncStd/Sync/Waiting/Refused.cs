namespace AsyncStd.Sync.Waiting;

using AsyncStd.Task;

/// <summary>Why an operation does not even begin.</summary>
internal static class Refused
{
    /// <summary>For an operation that must give way because its budget is used up: its token, or its scope, may want it to end instead.</summary>
    /// <remarks>Without this a loop over operations that are always ready could never be stopped.</remarks>
    public static OperationCanceledException? Early(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        try
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
            return null;
        }
        catch (OperationCanceledException e)
        {
            return e;
        }
    }
}
