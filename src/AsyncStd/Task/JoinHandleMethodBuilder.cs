namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Builds <c>async JoinHandle</c> methods; the compiler's business.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct JoinHandleMethodBuilder
{
    private BoxBuilder<Nothing> _core;

    /// <summary>The handle of the method that was called.</summary>
    public readonly JoinHandle Task => _core.Box;

    /// <summary>Creates a builder.</summary>
    /// <returns>An empty builder.</returns>
    public static JoinHandleMethodBuilder Create() => default;

    /// <summary>Boxes the body and hands it to <see cref="Runtime.Current"/>.</summary>
    /// <typeparam name="TStateMachine">The compiler's type.</typeparam>
    /// <param name="stateMachine">The body.</param>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        _core.Start(ref stateMachine);
        Runtime.StartHere(_core.Box, null, null, 0);
    }

    /// <summary>Unused: the body is boxed before it runs.</summary>
    /// <param name="stateMachine">The body.</param>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Suspends the body on somebody's awaiter.</summary>
    /// <typeparam name="TAwaiter">The awaiter's type.</typeparam>
    /// <typeparam name="TStateMachine">The compiler's type.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="stateMachine">The body.</param>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _core.AwaitOnCompleted(ref awaiter);

    /// <summary>Suspends the body on an awaiter that leaves the context to us.</summary>
    /// <typeparam name="TAwaiter">The awaiter's type.</typeparam>
    /// <typeparam name="TStateMachine">The compiler's type.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="stateMachine">The body.</param>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _core.AwaitUnsafeOnCompleted(ref awaiter);

    /// <summary>Ends the task.</summary>
    public readonly void SetResult() => _core.Box.SetResult(default);

    /// <summary>Ends the task with an exception.</summary>
    /// <param name="exception">The exception.</param>
    public readonly void SetException(Exception exception) => _core.Box.SetException(exception);
}
