namespace AsyncStdTests.Runtimes.Executors;

using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes.Executors;

/// <summary>Whether the resumption of a method of the BCL's builder is told from other continuations.</summary>
public sealed class StateMachineResumptionTests
{
    [Fact]
    public void That_of_an_async_method_is_recognized()
    {
        var source = new Source();
        Task waiting = Await(source);

        StateMachineResumption.Is(source.Continuation.ShouldNotBeNull()).ShouldBeTrue();
        source.Continuation(source.State);
        waiting.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Other_continuations_are_not()
    {
        var source = new Source();
        new ValueTask(source, 0).GetAwaiter().OnCompleted(static () => { });

        StateMachineResumption.Is(source.Continuation.ShouldNotBeNull()).ShouldBeFalse();
        StateMachineResumption.Is(static _ => { }).ShouldBeFalse();
    }

    private static async Task Await(Source source) => await new ValueTask(source, 0);

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
