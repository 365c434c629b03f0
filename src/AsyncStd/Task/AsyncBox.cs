namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>One object for everything a spawned async lambda needs: state machine, work item, result and handle.</summary>
/// <remarks>
/// <para>Invariant: the state machine is moved only by <see cref="Invoke"/>, one slice at a time. A slice ends in exactly one of three
/// ways: the body registered this box with what it awaits, set the result, or set the exception. After registering, another
/// thread may already run the next slice: nothing here touches the box after <c>MoveNext</c> has returned.</para>
/// <para>Never pooled: the ambient slot holds it, so any captured execution context can reach it for ever.</para>
/// </remarks>
internal sealed class AsyncBox<TStateMachine, T> : JoinHandle<T>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>A field and not a property: it is moved in place.</summary>
    public TStateMachine? StateMachine;

    public AsyncBox()
        : base(null)
    {
    }

    /// <summary>The compiler names a state machine after the method it was made from: <c>&lt;Name>d__1</c>, or <c>&lt;&lt;Outer>b__0>d</c> for a lambda.</summary>
    internal override string BodyName => Runtimes.BodyName.Of(typeof(TStateMachine));

    protected override void Invoke()
    {
        InstallContext();
        StateMachine!.MoveNext();
    }

    private protected override void Release()
    {
        base.Release();
        StateMachine = default;
    }
}
