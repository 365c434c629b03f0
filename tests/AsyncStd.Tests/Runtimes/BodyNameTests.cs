namespace AsyncStdTests.Runtimes;

using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;

public sealed class BodyNameTests
{
    [Fact]
    public void A_method_is_called_by_its_class_and_its_name()
    {
        Type stateMachine = typeof(BodyNameTests).GetMethod(nameof(AsyncMethod), BindingFlags.NonPublic | BindingFlags.Static)!
            .GetCustomAttribute<AsyncStateMachineAttribute>()!.StateMachineType;

        BodyName.Of(stateMachine).ShouldBe("BodyNameTests.AsyncMethod");
    }

    [Fact]
    public void A_lambda_is_called_after_the_method_that_it_stands_in()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        int captured = 1;

        JoinHandle task = runtime.Spawn(async () =>
        {
            await Task.Yield();
            captured++;
        });

        task.BodyName.ShouldBe($"{nameof(BodyNameTests)}.{nameof(A_lambda_is_called_after_the_method_that_it_stands_in)}");
    }

    [Fact]
    public void A_type_that_no_compiler_made_keeps_its_name()
    {
        BodyName.Of(typeof(List<int>)).ShouldBe("List`1");
    }

    private static async Task AsyncMethod() => await Task.Yield();
}
