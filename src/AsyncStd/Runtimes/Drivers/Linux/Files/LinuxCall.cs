namespace AsyncStd.Runtimes.Drivers;

/// <summary>Starts calls about paths, or names in an open directory, which stays open as long as the call lasts.</summary>
internal static class LinuxCall
{
    public static ValueTask<TResult> For<TState, TResult>(
        LinuxAt at, TState state, Func<LinuxAt, TState, TResult> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short)
        => Ambient.ForLeaf.RunBlockingAsync(kind, new Bound<TState, TResult>(at, state, call), static bound => bound.Make(), cancellationToken);

    public static ValueTask Do<TState>(
        LinuxAt at, TState state, Func<LinuxAt, TState, bool> call, CancellationToken cancellationToken, BlockingKind kind = BlockingKind.Short)
        => FileCall.WithoutResult(For(at, state, call, cancellationToken, kind));

    private readonly struct Bound<TState, TResult>(LinuxAt at, TState state, Func<LinuxAt, TState, TResult> call)
    {
        public TResult Make()
        {
            at.Enter();
            try
            {
                return call(at, state);
            }
            finally
            {
                at.Exit();
            }
        }
    }
}
