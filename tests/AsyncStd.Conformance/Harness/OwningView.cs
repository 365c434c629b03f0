namespace AsyncStdConformance.Harness;

using AsyncStd.Runtimes;

/// <summary>A view that ends the runtime below it when it ends.</summary>
internal sealed class OwningView(Runtime executor, RuntimeOptions options) : RuntimeView(executor, options)
{
    private readonly Runtime _executor = executor;

    protected override async ValueTask StopAsync() => await _executor.DisposeAsync().ConfigureAwait(false);
}
