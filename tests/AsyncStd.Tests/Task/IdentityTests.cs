namespace AsyncStdTests.Tasks;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

public sealed class IdentityTests
{
    private const int Operations = 10_000;

    private static readonly TaskLocal<object> s_local = new(static () => new object());

    [OptimizedFact]
    public void Asking_again_who_a_task_is_and_for_its_values_allocates_nothing()
    {
        var bytes = AllocationTests.OnRuntime(static runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(static async () =>
        {
            await Task.YieldNow();
            var (info, value) = (Task.CurrentInfo, s_local.Value);
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                if (Task.CurrentInfo != info || s_local.Value != value)
                {
                    return -1;
                }
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBe(0);
    }

    [Fact]
    public void A_description_keeps_neither_the_task_nor_its_result_alive()
    {
        var (info, task, result) = RunAndForget();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        task.IsAlive.ShouldBeFalse();
        result.IsAlive.ShouldBeFalse();
        info.Name.ShouldBe("forgotten");
    }

    [Fact]
    public void A_value_is_gone_when_the_task_is_although_the_handle_is_kept()
    {
        var (handle, value) = RunWithValue();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        value.IsAlive.ShouldBeFalse();
        handle.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (TaskInfo Info, WeakReference Task, WeakReference Result) RunAndForget() => AllocationTests.OnRuntime(static runtime =>
    {
        JoinHandle<object> task = runtime.Spawn(static () => new object(), "forgotten");
        var result = new WeakReference(Runtime.BlockOn(task));

        return (task.Info, new WeakReference(task), result);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (JoinHandle Handle, WeakReference Value) RunWithValue() => AllocationTests.OnRuntime(static runtime =>
    {
        JoinHandle<WeakReference> task = runtime.Spawn(static () => new WeakReference(s_local.Value));

        return ((JoinHandle)task, Runtime.BlockOn(task));
    });
}
