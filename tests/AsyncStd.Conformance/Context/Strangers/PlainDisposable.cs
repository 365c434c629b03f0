namespace AsyncStdConformance.Context.Strangers;

/// <summary>Somebody's object that waits when it is disposed.</summary>
internal sealed class PlainDisposable(Witness witness) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await witness.Wait();
}
