namespace AsyncStdConformance.Context;

using System.Diagnostics;
using System.Globalization;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>The table: what code finds around it after each kind of await, on each runtime.</summary>
public sealed class ContextTableTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntimeAndAwait]
    public void An_async_local_is_there_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime => await Spawn(runtime, kind, () => s_local.Value = "mine", () => s_local.Value.ShouldBe("mine")));

    [Theory, OnEveryRuntimeAndAwait]
    public void Tasks_keep_their_async_locals_apart(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            List<JoinHandle> tasks = [.. Enumerable.Range(0, 8).Select(number => Spawn(
                runtime,
                kind,
                () => s_local.Value = $"of {number}",
                () => s_local.Value.ShouldBe($"of {number}")))];

            foreach (JoinHandle task in tasks)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void What_a_task_sets_stays_in_it(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            await Spawn(runtime, kind, () => s_local.Value = "mine", () => { });

            s_local.Value.ShouldBeNull();
            for (int i = 0; i < 20; i++)
            {
                (await Task.Spawn(() => s_local.Value)).ShouldBeNull();
            }
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void The_runtime_is_the_tasks_own_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime => await Spawn(runtime, kind, () => { }, () => Runtime.Current.ShouldBeSameAs(runtime)));

    [Theory, OnEveryRuntimeAndAwait]
    public void The_scope_is_the_tasks_own_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            Scope own = default;
            await Spawn(runtime, kind, () => own = Scope.Current, () => ScopeOrItsChild(own).ShouldBe(own));
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void The_scope_of_a_branch_is_the_branchs_own_after_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            Scope task = Scope.Current;
            Scope own = default;
            bool prepared = false;

            await Scope.Run(() => AwaitKind.All.Single(each => each.Name == kind).Body(runtime, Check));

            Scope.Current.ShouldBe(task);

            void Check()
            {
                own = prepared ? own : Scope.Current;
                prepared = true;
                ScopeOrItsChild(own).ShouldBe(own);
                own.ShouldNotBe(task);
            }
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void Culture_flows_over_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();

            await Spawn(runtime, kind, () => CultureInfo.CurrentCulture = culture, () => CultureInfo.CurrentCulture.ShouldBeSameAs(culture));

            CultureInfo.CurrentCulture.ShouldNotBeSameAs(culture);
        });

    [Theory, OnEveryRuntimeAndAwait]
    public void The_current_activity_flows_over_the_await(RuntimeCase on, string kind)
        => on.Run(async runtime =>
        {
            using var activity = new Activity("work");

            await Spawn(runtime, kind, () => activity.Start(), () => Activity.Current.ShouldBeSameAs(activity));

            Activity.Current.ShouldBeNull();
        });

    [Theory, OnEveryRuntimeAndAwait(OnlyThoseThatComeBack = true)]
    public void The_code_after_the_await_is_back_on_the_runtime(RuntimeCase on, string kind)
        => on.Run(async runtime => await Spawn(runtime, kind, () => { }, () => Place.ShouldBeOn(runtime)));

    /// <summary>One of the rows is a method that is a task of its own.</summary>
    private static Scope ScopeOrItsChild(Scope scope) => Scope.Current.Parent == scope ? scope : Scope.Current;

    /// <summary>Spawns a row of the table. Its first check, at the start of its root frame, prepares.</summary>
    private static JoinHandle Spawn(Runtime runtime, string kind, Action prepare, Action verify)
    {
        bool prepared = false;
        return Task.Spawn(() => AwaitKind.All.Single(each => each.Name == kind).Body(runtime, Check));

        void Check()
        {
            if (!prepared)
            {
                prepared = true;
                prepare();
            }

            verify();
        }
    }
}
