namespace AsyncStdTests.Tasks;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>The places of a task's own children, against a model.</summary>
public sealed class BroodTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_has_not_left_is_there_and_nobody_else(int seed)
    {
        var random = new Random(seed);
        var first = new Child();
        var second = new Child();
        var brood = new Brood(first, second);
        var model = new List<JoinHandle> { first, second };
        int most = 2;
        for (int step = 0; step < 20_000; step++)
        {
            // In waves, so that it grows, is emptied, and is used again.
            bool grows = step / 500 % 2 == 0;
            if (model.Count == 0 || random.Next(10) < (grows ? 7 : 3))
            {
                var child = new Child();
                brood.Add(child);
                model.Add(child);
                most = Math.Max(most, model.Count);
            }
            else
            {
                int index = random.Next(model.Count);
                brood.Clear(model[index].PlaceAtParent, model[index]);
                model.RemoveAt(index);
            }

            if (step % 97 == 0)
            {
                var seen = new List<JoinHandle>();
                brood.AddTo(seen);
                seen.Count.ShouldBe(model.Count);
                seen.ToHashSet().SetEquals(model).ShouldBeTrue($"step {step}, seed {seed}");
            }
        }

        most.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Places_are_used_again_so_that_a_task_that_lives_long_does_not_grow()
    {
        var brood = new Brood(new Child(), new Child());
        var few = new Queue<JoinHandle>();
        int highest = 0;
        for (int i = 0; i < 100_000; i++)
        {
            var child = new Child();
            brood.Add(child);
            few.Enqueue(child);
            highest = Math.Max(highest, child.PlaceAtParent);
            if (few.Count > 10)
            {
                JoinHandle oldest = few.Dequeue();
                brood.Clear(oldest.PlaceAtParent, oldest);
            }
        }

        highest.ShouldBeLessThan(64);
    }

    [Fact]
    public void A_late_clear_of_a_child_that_has_no_place_hits_nobody()
    {
        var only = new Child();
        var other = new Child();
        var brood = new Brood(only, other);

        brood.Clear(2, only);
        brood.Clear(700, only);

        var seen = new List<JoinHandle>();
        brood.AddTo(seen);
        seen.ShouldBe([only, other]);
    }

    [Fact]
    public void An_only_child_that_has_ended_makes_room_and_keeps_no_place()
    {
        using AsyncStd.Runtimes.Runtime runtime = Runtimes.TestRuntime.WithoutHelp(Runtimes.TestRuntime.Builder().ThreadCount(1).Build());

        // Children come and go one by one under a task that lives; a request finds the one that is there.
        runtime.BlockOn(async () =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                await runtime.Spawn(static () => { });
            }

            JoinHandle last = runtime.Spawn(static async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
            await Task.YieldNow();
            last.PlaceAtParent.ShouldBe(0);
            last.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(last.AsTask());
        });
    }

    [Fact]
    public void Children_that_left_something_running_give_their_places_back_when_that_has_ended()
    {
        using AsyncStd.Runtimes.Runtime runtime = Runtimes.TestRuntime.WithoutHelp(Runtimes.TestRuntime.Builder().ThreadCount(1).Build());
        int highest = 0;

        runtime.BlockOn(async () =>
        {
            JoinHandle[] living = [.. Enumerable.Range(0, 3).Select(_ => runtime.Spawn(static async () => await Task.Sleep(Timeout.InfiniteTimeSpan)))];
            for (int i = 0; i < 10_000; i++)
            {
                var end = new AsyncStd.Sync.Notify();
                Task? left = null;
                JoinHandle child = runtime.Spawn(() =>
                {
                    left = LeaveRunning(end);
                });
                highest = Math.Max(highest, child.PlaceAtParent);
                await child;
                end.NotifyOne();
                await left!;
            }

            foreach (JoinHandle each in living)
            {
                await each.CancelAsync();
            }
        });

        highest.ShouldBeInRange(1, 100);

        static async Task LeaveRunning(AsyncStd.Sync.Notify end) => await end.WaitAsync();
    }

    /// <summary>A task that was never published.</summary>
    private sealed class Child : JoinHandle<int>
    {
        public Child()
            : base(null)
        {
        }

        internal override string BodyName => nameof(Child);

        protected override void Invoke() => throw new NotSupportedException();
    }
}
