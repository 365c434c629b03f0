namespace AsyncStd.Stream;

using AsyncStd.Task;

/// <summary>Clean-up in a scope that may have been cancelled: leaving a loop early stops branches, and their sources clean up as if the loop had been a plain one.</summary>
internal static class Shielded
{
    public static ValueTask DisposeAsync(IAsyncDisposable? disposable)
        => disposable is null ? default : Scope.Current.IsCancellationRequested ? Scope.Shield(disposable.DisposeAsync) : disposable.DisposeAsync();
}
