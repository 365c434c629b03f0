namespace AsyncStdConformance.Harness;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Where code runs, as far as one can see from outside.</summary>
public static class Place
{
    /// <summary>The code runs in a slice of the runtime, in a frame that comes back to it.</summary>
    public static void ShouldBeOn(Runtime runtime)
    {
        Runtime.Current.ShouldBeSameAs(runtime);
        SynchronizationContext.Current.ShouldBeAssignableTo<RuntimeSynchronizationContext>();
        IsInSlice(runtime).ShouldBeTrue("the thread is not running a slice");
        if (runtime.Executor.Contains("work-stealing", StringComparison.Ordinal))
        {
            // A guest, whose worker was taken over while it blocked, and a temporary worker have no place, but are threads of the runtime.
            Thread.CurrentThread.IsThreadPoolThread.ShouldBeFalse("the thread is not one of the runtime's");
        }
        else if (runtime.Executor != "thread-pool")
        {
            runtime.CurrentAffinity.ShouldNotBe(0, "the thread is not one of the runtime's");
        }
    }

    /// <summary>The code runs on nobody's thread: not within a slice, without a context of ours.</summary>
    public static void ShouldBeForeign(Runtime runtime)
    {
        SynchronizationContext.Current.ShouldNotBeAssignableTo<RuntimeSynchronizationContext>();
        IsInSlice(runtime).ShouldBeFalse("the thread is running a slice");
    }

    /// <summary>Within a slice blocking is refused before anything else is looked at, even at what there is to wait for.</summary>
    public static bool IsInSlice(Runtime runtime)
        => Should.Throw<Exception>(() => runtime.BlockOn((Func<TaskBody>)null!)) is InvalidOperationException;
}
