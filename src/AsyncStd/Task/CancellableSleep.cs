namespace AsyncStd.Task;

/// <summary>A sleep with a token. Not pooled: listening to a token allocates anyway.</summary>
internal sealed class CancellableSleep(CancellationToken token) : SleepOperation
{
    private CancellationTokenRegistration _registration;

    private protected override CancellationToken Token => token;

    private protected override void BeginToken()
        => _registration = token.UnsafeRegister(static state => ((CancellableSleep)state!).RequestCancel(), this);

    private protected override void EndToken() => _registration.Dispose();
}
