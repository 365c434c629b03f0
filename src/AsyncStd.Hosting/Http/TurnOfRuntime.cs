namespace AsyncStd.Hosting;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Awaiting it brings the code to a thread of the runtime.</summary>
internal readonly struct TurnOfRuntime(Runtime runtime) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public TurnOfRuntime GetAwaiter() => this;

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => runtime.AsPipeScheduler().Schedule(static state => ((Action)state!)(), continuation);

    public void GetResult()
    {
    }
}
