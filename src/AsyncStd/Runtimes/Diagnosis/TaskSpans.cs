namespace AsyncStd.Runtimes;

using System.Diagnostics;
using AsyncStd.Task;

/// <summary>The activity source <c>AsyncStd</c>: a span for each named task, from its first slice to its end, below the span of the code that spawned it.</summary>
/// <remarks>The span is the task's <see cref="Activity.Current"/>, and so the parent of what the task does; it never becomes that of the spawner. Times are those of the runtime's clock.</remarks>
internal static class TaskSpans
{
    private static readonly ActivitySource s_source = new("AsyncStd");

    /// <summary>The task's first slice begins, under its own context.</summary>
    public static Activity? Start(JoinHandle task)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        Runtime runtime = task.Owner!;
        try
        {
            if (s_source.CreateActivity(task.Name!, ActivityKind.Internal) is not { } span)
            {
                return null;
            }

            if (span.IsAllDataRequested)
            {
                span.SetTag("asyncstd.task.id", task.EventId);
                span.SetTag("asyncstd.runtime", runtime.Name);
                span.SetTag("code.location", task.SpawnSite);
            }

            return span.SetStartTime(runtime.Clock.GetUtcNow().UtcDateTime).Start();
        }
        catch (Exception e)
        {
            runtime.ReportUnhandled(e, task); // a listener's; the task does not suffer for it
            return null;
        }
    }

    /// <summary>The task has ended.</summary>
    public static void Stop(JoinHandle task, Activity span, Exception? failure)
    {
        Runtime runtime = task.Owner!;
        try
        {
            if (failure is OperationCanceledException)
            {
                span.SetTag("asyncstd.task.cancelled", true);
            }
            else if (failure is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, failure.Message);
                span.SetTag("error.type", failure.GetType().FullName);
            }

            span.SetEndTime(runtime.Clock.GetUtcNow().UtcDateTime);
            span.Stop();
        }
        catch (Exception e)
        {
            runtime.ReportUnhandled(e, task);
        }
    }
}
