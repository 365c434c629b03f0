namespace AsyncStd.Runtimes;

/// <summary>A stretch of code that may block its thread, declared by <see cref="Runtime.BlockingSection"/>. Dispose it where it was made.</summary>
public readonly ref struct BlockingSection
{
    private readonly Runtime? _runtime;

    internal BlockingSection(Runtime? runtime) => _runtime = runtime;

    /// <summary>Whether the runtime goes on without this thread if it blocks. False: the thread is nobody's worker and may block as it likes, or the running
    /// task is pinned to it, or all permits are taken; then blocking keeps up whoever needs this thread.</summary>
    public bool IsActive => _runtime is not null;

    /// <summary>The blocking is over. Never waits. Twice does no harm.</summary>
    public void Dispose() => _runtime?.EndBlockingSection();
}
