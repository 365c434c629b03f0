namespace AsyncStdTests.Tasks;

using AsyncStd.Task;

public sealed class ScopeArgumentTests
{
    [Fact]
    public void A_scope_without_a_function_is_refused_at_the_call()
    {
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Run((Func<TaskBody>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Run((Func<Task>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Run((Func<ValueTask>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Run((Func<CancellationToken, Task>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Shield((Func<TaskBody>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Shield((Func<Task>)null!); });
        Should.Throw<ArgumentNullException>(() => { _ = Scope.Shield((Func<ValueTask>)null!); });
        Should.Throw<ArgumentNullException>(() => Scope.Detached((Action)null!));
        Should.Throw<ArgumentNullException>(() => Scope.Detached((Func<int>)null!));
    }
}
