namespace AsyncStd.Runtimes;

using AsyncStd.Task;

/// <summary>Whoever wants to hear of each slice or task: observers, and the runtime itself. Null on a runtime where nobody does.</summary>
internal sealed class RuntimeHooks(RuntimeObserver[] observers, bool sliceHooks)
{
    public void TaskStarted(JoinHandle task) => Each(task.Owner!, static (o, t) => o.OnTaskStarted((JoinHandle)t!), task);

    public void TaskEnded(JoinHandle task) => Each(task.Owner!, static (o, t) => o.OnTaskEnded((JoinHandle)t!), task);

    public void BeforeSlice(Runtime runtime, WorkItem item)
    {
        if (sliceHooks)
        {
            Guarded(runtime, item, static (r, i) => r.OnEnter(i!));
        }

        Each(runtime, static (o, i) => o.OnSliceStarted(i!), item);
    }

    public void AfterSlice(Runtime runtime)
    {
        Each(runtime, static (o, _) => o.OnSliceEnded(), null);
        if (sliceHooks)
        {
            Guarded(runtime, null, static (r, _) => r.OnExit());
        }
    }

    public void BlockingDetected(Runtime runtime, BlockingDetectedEventArgs arguments)
    {
        foreach (RuntimeObserver observer in observers)
        {
            try
            {
                observer.OnBlockingDetected(arguments);
            }
            catch (Exception e)
            {
                runtime.ReportUnhandled(e, null);
            }
        }
    }

    private static void Guarded(Runtime runtime, WorkItem? item, Action<Runtime, WorkItem?> call)
    {
        try
        {
            call(runtime, item);
        }
        catch (Exception e)
        {
            runtime.ReportUnhandled(e, item);
        }
    }

    private void Each(Runtime runtime, Action<RuntimeObserver, WorkItem?> call, WorkItem? item)
    {
        foreach (RuntimeObserver observer in observers)
        {
            try
            {
                call(observer, item);
            }
            catch (Exception e)
            {
                runtime.ReportUnhandled(e, item);
            }
        }
    }
}
