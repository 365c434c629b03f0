namespace AsyncStdConformance.Spawn;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SpawnTests
{
    [ThreadStatic]
    private static bool t_isSpawning;

    [Theory, OnEveryRuntime]
    public void An_async_lambda_is_built_straight_into_the_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle plain = Task.Spawn(async () => await Task.YieldNow());
            JoinHandle<int> withResult = Task.Spawn(async () =>
            {
                await Task.YieldNow();
                return 42;
            });

            await plain;
            (await withResult).ShouldBe(42);

            // The state machine of this very method's lambda is what the box holds; nothing awaits a task in between.
            plain.GetType().GenericTypeArguments[0].Name.ShouldContain(nameof(An_async_lambda_is_built_straight_into_the_task));
            withResult.GetType().GenericTypeArguments[0].Name.ShouldContain(nameof(An_async_lambda_is_built_straight_into_the_task));
        });

    [Theory, OnEveryRuntime]
    public void An_async_lambda_with_state_needs_no_closure(RuntimeCase on)
        => on.Run(async _ =>
        {
            int[] seen = [0];
            JoinHandle plain = Task.Spawn(seen, static async state =>
            {
                await Task.YieldNow();
                state[0]++;
            });
            JoinHandle<int> withResult = Task.Spawn(41, static async state =>
            {
                await Task.YieldNow();
                return state + 1;
            });
            JoinHandle<int> function = Task.Spawn(20, static state => state + 1);

            await plain;

            seen[0].ShouldBe(1);
            (await withResult).ShouldBe(42);
            (await function).ShouldBe(21);
        });

    [Theory, OnEveryRuntime]
    public void What_a_function_spawns_and_returns_is_waited_for_and_gives_its_result(RuntimeCase on)
        => on.Run(async _ =>
        {
            int[] ended = [0];
            JoinHandle<int> child = Task.Spawn(async () =>
            {
                await Task.YieldNow();
                return 42;
            });
            JoinHandle plain = Task.Spawn(async () =>
            {
                await Task.YieldNow();
                ended[0]++;
            });

            JoinHandle<int> overChild = Task.Spawn(() => child);
            JoinHandle<int> overMethod = Runtime.Current.Spawn(OfHandle);
            JoinHandle overPlain = Runtime.Current.Spawn(() => plain);
            (await overChild).ShouldBe(42);
            (await overMethod).ShouldBe(7);
            await overPlain;
            ended[0].ShouldBe(1);

            static async JoinHandle<int> OfHandle()
            {
                await Task.YieldNow();
                return 7;
            }
        });

    [Theory, OnEveryRuntime]
    public void Methods_that_are_given_their_state_and_return_a_task_are_waited_for(RuntimeCase on)
        => on.Run(async _ =>
        {
            int[] seen = [0];

            await Task.Spawn(seen, AddAsync);
            await Runtime.Current.Spawn(seen, static state => new ValueTask(AddAsync(state)));
            (await Task.Spawn(seen, CountAsync)).ShouldBe(2);
            (await Runtime.Current.Spawn(seen, static state => new ValueTask<int>(CountAsync(state)))).ShouldBe(2);

            static async System.Threading.Tasks.Task AddAsync(int[] state)
            {
                await Task.YieldNow();
                state[0]++;
            }

            static async Task<int> CountAsync(int[] state)
            {
                await Task.YieldNow();
                return state[0];
            }
        });

    [Theory, OnEveryRuntime]
    public void Method_groups_of_every_kind_can_be_spawned(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Task.Spawn(OfTask);
            await Task.Spawn(OfValueTask);
            (await Task.Spawn(OfTaskOfInt)).ShouldBe(1);
            (await Task.Spawn(OfValueTaskOfInt)).ShouldBe(2);
            (await Task.Spawn(OfInt)).ShouldBe(3);
            await Task.Spawn(OfVoid);

            static async Task OfTask() => await Task.YieldNow();
            static async ValueTask OfValueTask() => await Task.YieldNow();
            static void OfVoid() => Thread.Yield();
            static int OfInt() => 3;

            static async Task<int> OfTaskOfInt()
            {
                await Task.YieldNow();
                return 1;
            }

            static async ValueTask<int> OfValueTaskOfInt()
            {
                await Task.YieldNow();
                return 2;
            }
        });

    [Theory, OnEveryRuntime]
    public void Every_kind_of_function_runs_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.Spawn(() => Place.ShouldBeOn(runtime));
            await Task.Spawn(async () => { Place.ShouldBeOn(runtime); await Task.YieldNow(); });
            await Task.Spawn((Func<Task>)(async () => { Place.ShouldBeOn(runtime); await Task.YieldNow(); Place.ShouldBeOn(runtime); }));
            await Task.Spawn((Func<ValueTask>)(async () => { Place.ShouldBeOn(runtime); await Task.YieldNow(); Place.ShouldBeOn(runtime); }));
        });

    [Theory, OnEveryRuntime]
    public void Calling_an_async_JoinHandle_method_spawns_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            bool began = false;
            JoinHandle<int> handle = Worker(20);
            JoinHandle plain = Plain();

            (await handle).ShouldBe(21);
            await plain;
            began.ShouldBeTrue();

            async JoinHandle<int> Worker(int number)
            {
                Place.ShouldBeOn(runtime);
                await Task.YieldNow();
                Place.ShouldBeOn(runtime);
                return number + 1;
            }

            async JoinHandle Plain()
            {
                began = true;
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            }
        });

    [Theory, OnEveryRuntime]
    public void A_spawned_body_never_begins_within_the_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool began = false;
            bool beganWithin = false;
            t_isSpawning = true;
            JoinHandle lambda = Task.Spawn(async () =>
            {
                Begin();
                await Task.YieldNow();
            });
            JoinHandle function = Task.Spawn(Begin);
            t_isSpawning = false;

            // One worker of several kinds may be relieved by another thread, if the system keeps this one waiting.
            if (on.Has(Traits.Serial) && !on.Name.StartsWith("work-stealing", StringComparison.Ordinal))
            {
                Volatile.Read(ref began).ShouldBeFalse();
            }

            await lambda;
            await function;
            (began, beganWithin).ShouldBe((true, false));

            void Begin()
            {
                Volatile.Write(ref began, true);
                if (t_isSpawning)
                {
                    Volatile.Write(ref beganWithin, true);
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_body_that_throws_before_its_first_await_fails_the_task_and_not_the_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle lambda = Task.Spawn(async () =>
            {
                ThrowNow();
                await Task.YieldNow();
            });
            JoinHandle function = Task.Spawn(ThrowNow);
            JoinHandle method = Task.Spawn(ThrowingMethod);

            await ShouldFail(lambda);
            await ShouldFail(function);
            await ShouldFail(method);

            static void ThrowNow() => throw new FormatException("at once");
            static Task ThrowingMethod() => throw new FormatException("at once");

            static async Task ShouldFail(JoinHandle handle)
                => (await Should.ThrowAsync<FormatException>(async () => await handle)).Message.ShouldBe("at once");
        });

    [Theory, OnEveryRuntime]
    public void A_lambda_that_does_nothing_but_throw_fails_the_task_and_not_the_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle handle = Task.Spawn(() => throw new FormatException("at once"));

            (await Should.ThrowAsync<FormatException>(async () => await handle)).Message.ShouldBe("at once");
        });

    [Theory, OnEveryRuntime]
    public void A_null_function_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<TaskBody>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<TaskBody<int>>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<Task>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<Task<int>>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<ValueTask>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<ValueTask<int>>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Action)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn((Func<int>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.Spawn(1, (Func<int, TaskBody>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.SpawnLocal((Func<TaskBody>)null!));
            Should.Throw<ArgumentNullException>(() => runtime.SpawnBlocking((Action)null!));
            Should.Throw<ArgumentNullException>(() => runtime.SpawnBlocking((Func<int>)null!));
            await Task.YieldNow();
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_method_that_returns_no_task_fails_the_task(RuntimeCase on)
        => on.Run(async _ => await Should.ThrowAsync<NullReferenceException>(async () => await Task.Spawn(() => (Task)null!)));

    [Theory, OnEveryRuntime]
    public void A_task_has_the_name_and_the_place_of_its_spawn(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle named = Task.Spawn(async () => await Task.YieldNow(), name: "the named one");
            JoinHandle nameless = Task.Spawn(() => { });

            named.Name.ShouldBe("the named one");
            named.Description.ShouldBe("the named one");
            nameless.Name.ShouldBeNull();
            nameless.SpawnSite.ShouldNotBeNull().ShouldContain("SpawnTests.cs:");

            await named;
            await nameless;
        });

    [Theory, OnEveryRuntime]
    public void A_task_spawned_from_a_foreign_thread_runs(RuntimeCase on)
        => on.Outside(runtime =>
        {
            List<JoinHandle<int>> tasks = [.. Enumerable.Range(0, 100).Select(number => runtime.Spawn(async () =>
            {
                await Task.YieldNow();
                return number;
            }))];

            runtime.BlockOn(async () =>
            {
                int sum = 0;
                foreach (JoinHandle<int> task in tasks)
                {
                    sum += await task;
                }

                sum.ShouldBe(4950);
            });
        });
}
