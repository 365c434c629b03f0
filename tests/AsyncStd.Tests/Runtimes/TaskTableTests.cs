namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;
using AsyncStd.Task;

public sealed class TaskTableTests : IDisposable
{
    private readonly Runtime _runtime = TestRuntime.Builder().ThreadCount(1).Build();
    private readonly TaskTable _table;

    public TaskTableTests() => _table = new TaskTable(_runtime);

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void A_table_begins_empty()
    {
        Counts().ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Tasks_are_counted_when_they_start_and_when_they_end()
    {
        JoinHandle[] tasks = AddNew(3);

        _table.Finish(_table.Remove(tasks[1]));

        Counts().ShouldBe((3, 1, 2));
    }

    [Fact]
    public void The_snapshot_holds_those_that_have_not_ended()
    {
        JoinHandle[] tasks = AddNew(3);

        _table.Finish(_table.Remove(tasks[1]));

        _table.Snapshot().ShouldBe([tasks[0], tasks[2]], ignoreOrder: true);
    }

    [Fact]
    public void Slots_of_tasks_that_ended_are_used_again()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _table.Remove(AddNew(1)[0]);
        }

        JoinHandle last = AddNew(1)[0];

        last.TableSlot.ShouldBeLessThan(1024);
    }

    [Fact]
    public void Live_tasks_have_slots_of_their_own()
    {
        JoinHandle[] tasks = AddNew(5_000);

        tasks.Select(task => task.TableSlot).Distinct().Count().ShouldBe(5_000);
    }

    [Fact]
    public void What_a_thread_counted_stays_when_it_has_gone()
    {
        OnAnotherThread(() => Array.ForEach(AddNew(100)[..40], End));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Counts().ShouldBe((100, 40, 60));
    }

    [Fact]
    public void A_thread_that_changes_between_tables_loses_no_count()
    {
        var other = new TaskTable(_runtime);

        for (int i = 0; i < 100; i++)
        {
            AddNew(1);
            other.Add(new ActionTask(() => { }));
        }

        (Counts(), other.Started).ShouldBe(((100, 0, 100), 100));
    }

    [Fact]
    public void Tasks_that_another_thread_started_can_end_here()
    {
        JoinHandle[] tasks = [];
        OnAnotherThread(() => tasks = AddNew(500));

        Array.ForEach(tasks, End);

        (Counts(), _table.Snapshot().Count).ShouldBe(((500, 500, 0), 0));
    }

    [Fact]
    public void An_async_void_method_counts_while_it_runs()
    {
        _table.BeginAnonymous();
        bool during = _table.HasUnfinished;
        _table.EndAnonymous();

        (during, _table.HasUnfinished).ShouldBe((true, false));
    }

    [Fact]
    public void An_empty_table_is_drained_at_once()
    {
        _table.WhenDrained().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_table_is_drained_when_the_last_task_ends()
    {
        JoinHandle[] tasks = AddNew(2);
        Task drained = _table.WhenDrained();
        End(tasks[0]);
        drained.IsCompleted.ShouldBeFalse();

        _table.Finish(_table.Remove(tasks[1]));

        await drained.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_task_that_was_taken_out_but_cannot_be_seen_to_have_ended_is_not_drained()
    {
        JoinHandle task = AddNew(1)[0];
        Task drained = _table.WhenDrained();

        TaskTable.Cache cache = _table.Remove(task);

        (_table.Ended, _table.HasUnfinished, drained.IsCompleted).ShouldBe((1, true, false));
        _table.Finish(cache);
        (_table.HasUnfinished, drained.IsCompleted).ShouldBe((false, true));
    }

    [Fact]
    public void A_table_that_was_drained_and_filled_again_is_not_drained()
    {
        _table.WhenDrained();
        AddNew(1);

        _table.WhenDrained().IsCompleted.ShouldBeFalse();
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private (long Started, long Ended, long Alive) Counts() => (_table.Started, _table.Ended, _table.Started - _table.Ended);

    private void End(JoinHandle task) => _table.Finish(_table.Remove(task));

    private JoinHandle[] AddNew(int count)
    {
        JoinHandle[] tasks = [.. Enumerable.Range(0, count).Select(_ => new ActionTask(() => { }))];
        Array.ForEach(tasks, task => _table.Add(task));
        return tasks;
    }
}
