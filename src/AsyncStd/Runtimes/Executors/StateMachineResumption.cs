namespace AsyncStd.Runtimes.Executors;

using System.Threading.Tasks.Sources;

/// <summary>The delegate by which the BCL's <c>async</c> methods have a value task's source resume them. The thread pool knows it, and queues the method itself instead of a callback.</summary>
/// <remarks>Found by awaiting a source that looks at what it is given. If a later BCL resumes its methods otherwise, nothing is recognized, and every continuation is a callback. Not found by
/// a type initializer: listeners of the BCL's events may run code within, and others would have to wait for that.</remarks>
internal static class StateMachineResumption
{
    private static readonly Action<object?> s_none = static _ => { };
    private static Action<object?>? s_delegate;

    /// <summary>The delegate; one that nobody else has, and that does nothing, if there is none to recognize.</summary>
    public static Action<object?> Delegate => Volatile.Read(ref s_delegate) ?? Find();

    /// <summary>Whether a continuation is the resumption of such a method, which is its state. It brings its own execution context, and throws nothing.</summary>
    public static bool Is(Action<object?> continuation) => ReferenceEquals(continuation, Delegate);

    private static Action<object?> Find()
    {
        var source = new Source();
        _ = AwaitAsync(source);
        (Action<object?>? continuation, object? state) = (source.Continuation, source.State);
        continuation?.Invoke(state);
        Action<object?> found = continuation is null || state is Action ? s_none : continuation;
        Volatile.Write(ref s_delegate, found); // everybody finds the same
        return found;
    }

    private static async System.Threading.Tasks.Task AwaitAsync(Source source) => await new ValueTask(source, 0).ConfigureAwait(false);

    private sealed class Source : IValueTaskSource
    {
        public Action<object?>? Continuation { get; private set; }

        public object? State { get; private set; }

        public void GetResult(short token)
        {
        }

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
            => (Continuation, State) = (continuation, state);
    }
}
