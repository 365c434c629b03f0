namespace AsyncStd.Runtimes;

/// <summary>Why a <see cref="WorkItem"/> is handed to a runtime. Only the wake policy of an executor depends on it.</summary>
public enum ScheduleReason
{
    /// <summary>A new task: worth telling an idle worker, unless it is a single child that the spawner will soon run itself.</summary>
    Spawn,

    /// <summary>Something that was awaited has ended: its data is in this core's cache, so the item should run here and soon.</summary>
    Wake,

    /// <summary>A running task gave way to the others: it goes behind everything that is queued.</summary>
    Yield,
}
