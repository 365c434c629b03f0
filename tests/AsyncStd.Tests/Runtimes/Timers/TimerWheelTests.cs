namespace AsyncStdTests.Runtimes.Timers;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Timers;
using AsyncStdTests.Randomness;
using AsyncStdTests.Runtimes.Configuration;

public sealed class TimerWheelTests
{
    private const int Levels = 3;
    private const long Span = 1L << 18; // 64³ ticks; a deadline beyond is sorted in again

    /// <summary>Is told of nodes that throw; ours do not.</summary>
    private readonly Runtime _runtime = new EmptyRuntime(new RuntimeOptions());
    private readonly List<RecordingNode> _fired = [];

    [Fact]
    public void An_empty_wheel_is_never_due()
    {
        var wheel = new TimerWheel(Levels, 0);

        (wheel.NextDue, wheel.Count, wheel.TryAdvance(1_000)).ShouldBe((long.MaxValue, 0, null));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 63)]
    [InlineData(0, 64)]
    [InlineData(0, 65)]
    [InlineData(0, 4_095)]
    [InlineData(0, 4_096)]
    [InlineData(0, Span - 1)]
    [InlineData(0, Span)]
    [InlineData(0, Span + 1)]
    [InlineData(0, (5 * Span) + 4_097)]
    [InlineData(63, 64)]
    [InlineData(4_095, 4_097)]
    [InlineData(Span - 1, Span)]
    [InlineData(Span - 1, Span + 63)]
    [InlineData(12_345_678_901, 12_345_678_902)]
    [InlineData(12_345_678_901, 12_345_678_901 + (3 * Span))]
    public void A_node_fires_at_its_tick_and_not_one_before(long now, long due)
    {
        var wheel = new TimerWheel(Levels, now);
        Start(wheel, due);

        TimerWheel.FireAll(wheel.TryAdvance(due - 1), _runtime);
        int before = _fired.Count;
        TimerWheel.FireAll(wheel.TryAdvance(due), _runtime);

        (before, _fired.Count, wheel.Count, wheel.NextDue).ShouldBe((0, 1, 0, long.MaxValue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(Span + 77)]
    [InlineData((9 * Span) + 77)]
    public void Waking_at_the_next_moment_leads_to_a_node_in_few_steps(long due)
    {
        var wheel = new TimerWheel(Levels, 0);
        Start(wheel, due);
        int steps = 0;

        while (_fired.Count == 0)
        {
            wheel.NextDue.ShouldBeLessThanOrEqualTo(due);
            TimerWheel.FireAll(wheel.TryAdvance(wheel.NextDue), _runtime);
            steps++;
        }

        steps.ShouldBeLessThanOrEqualTo(Levels + (int)(due / Span) + 1);
    }

    [Fact]
    public void Nodes_fire_in_the_order_of_their_deadlines_and_those_of_one_tick_in_the_order_of_their_starts()
    {
        var wheel = new TimerWheel(Levels, 0);
        RecordingNode[] nodes = [Start(wheel, 300), Start(wheel, 5), Start(wheel, 300), Start(wheel, 70), Start(wheel, 5)];

        TimerWheel.FireAll(wheel.TryAdvance(1_000), _runtime);

        _fired.ShouldBe([nodes[1], nodes[4], nodes[3], nodes[0], nodes[2]]);
    }

    [Fact]
    public void A_deadline_in_the_past_fires_at_the_next_tick()
    {
        var wheel = new TimerWheel(Levels, 100);
        Start(wheel, 7);

        TimerWheel.FireAll(wheel.TryAdvance(101), _runtime);

        _fired.Count.ShouldBe(1);
    }

    [Fact]
    public void A_stopped_node_does_not_fire()
    {
        var wheel = new TimerWheel(Levels, 0);
        RecordingNode node = Start(wheel, 10);

        bool stopped = wheel.Stop(node);

        TimerWheel.FireAll(wheel.TryAdvance(100), _runtime);
        (stopped, _fired.Count, wheel.Count).ShouldBe((true, 0, 0));
    }

    [Fact]
    public void A_node_that_has_fired_cannot_be_stopped()
    {
        var wheel = new TimerWheel(Levels, 0);
        RecordingNode node = Start(wheel, 10);
        TimerWheel.FireAll(wheel.TryAdvance(10), _runtime);

        wheel.Stop(node).ShouldBeFalse();
    }

    [Fact]
    public void A_node_that_is_about_to_fire_cannot_be_stopped()
    {
        var wheel = new TimerWheel(Levels, 0);
        RecordingNode node = Start(wheel, 10);
        TimerNode? chain = wheel.TryAdvance(10);

        bool stopped = wheel.Stop(node);

        (stopped, TimerWheel.FireAll(chain, _runtime)).ShouldBe((false, 1));
    }

    [Fact]
    public void A_node_of_another_wheel_is_not_stopped()
    {
        var wheel = new TimerWheel(Levels, 0);
        var other = new TimerWheel(Levels, 0);
        RecordingNode node = Start(other, 10);

        bool stopped = wheel.Stop(node);

        (stopped, wheel.Count, other.Count).ShouldBe((false, 0, 1));
    }

    [Fact]
    public void Starting_tells_the_tick_if_it_is_the_soonest()
    {
        var wheel = new TimerWheel(Levels, 0);

        long[] told = [wheel.Start(new RecordingNode(_fired), 50), wheel.Start(new RecordingNode(_fired), 60), wheel.Start(new RecordingNode(_fired), 40)];

        told.ShouldBe([50, long.MaxValue, 40]);
    }

    [Fact]
    public void A_node_may_be_started_again_when_it_fires()
    {
        var wheel = new TimerWheel(Levels, 0);
        var node = new RestartingNode(wheel, times: 5);
        wheel.Start(node, 1);

        for (int tick = 1; tick <= 100; tick++)
        {
            TimerWheel.FireAll(wheel.TryAdvance(tick), _runtime);
        }

        (node.Fired, wheel.Count).ShouldBe((6, 0));
    }

    [Fact]
    public void A_deadline_a_whole_turn_ahead_does_not_hold_up_nearer_ones()
    {
        var wheel = new TimerWheel(Levels, 0);
        Start(wheel, Span + 5);
        RecordingNode nearer = Start(wheel, 50_000);

        TimerWheel.FireAll(wheel.TryAdvance(50_000), _runtime);

        _fired.ShouldBe([nearer]);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(50_000)]
    [InlineData(Span + 5)]
    public void The_earliest_deadline_is_known_exactly(long due)
    {
        var wheel = new TimerWheel(Levels, 0);
        Start(wheel, due + Span);
        Start(wheel, due);
        Start(wheel, due + 1);

        wheel.FindDeadline().ShouldBe(due);
    }

    [Fact]
    public void Taking_all_leaves_an_empty_wheel_and_nodes_that_can_be_started_elsewhere()
    {
        var wheel = new TimerWheel(Levels, 0);
        var other = new TimerWheel(Levels, 0);
        long[] dues = [5, 300, 300, Span + 1];
        Array.ForEach(dues, due => Start(wheel, due));

        TimerNode? chain = wheel.TakeAll();

        while (chain is { } node)
        {
            chain = node.Next;
            other.Start(node, node.Due);
        }

        (wheel.Count, wheel.NextDue, other.Count, TimerWheel.FireAll(other.TryAdvance(Span + 1), _runtime)).ShouldBe((0, long.MaxValue, 4, 4));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue / 10_000)]
    public void The_end_of_time_does_not_come(long due)
    {
        var wheel = new TimerWheel(6, 1_000);
        RecordingNode node = Start(wheel, due);

        TimerWheel.FireAll(wheel.TryAdvance(1L << 42), _runtime);

        (_fired.Count, wheel.Stop(node)).ShouldBe((0, true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Any_sequence_of_starts_stops_and_advances_agrees_with_a_sorted_list(int levels)
    {
        Random random = TestSeed.NewRandom(levels);
        long now = random.NextInt64(1L << 40);
        var wheel = new TimerWheel(levels, now);
        RecordingNode[] nodes = [.. Enumerable.Range(0, 200).Select(_ => new RecordingNode(_fired))];
        int running = 0;
        for (int step = 0; step < 40_000; step++)
        {
            RecordingNode node = nodes[random.Next(nodes.Length)];
            if (random.Next(20) == 0)
            {
                now += random.NextInt64(1L << random.Next(1, (levels * 6) + 3));
                running -= Advance(wheel, nodes, now);
            }
            else if (!node.IsRunning)
            {
                node.Wanted = now + random.NextInt64(1, 1L << random.Next(1, (levels * 6) + 4));
                node.IsRunning = true;
                running++;
                wheel.Start(node, node.Wanted);
            }
            else if (random.Next(3) == 0)
            {
                wheel.Stop(node).ShouldBeTrue(TestSeed.Hint);
                node.IsRunning = false;
                running--;
            }

            if (wheel.Count != running)
            {
                wheel.Count.ShouldBe(running, TestSeed.Hint);
            }
        }
    }

    /// <summary>Compares what fires with what is due, and the next moment with what is left. Returns how many fired.</summary>
    private int Advance(TimerWheel wheel, RecordingNode[] nodes, long now)
    {
        RecordingNode[] due = [.. nodes.Where(node => node.IsRunning && node.Wanted <= now).OrderBy(node => node.Wanted)];
        _fired.Clear();

        TimerWheel.FireAll(wheel.TryAdvance(now), _runtime);

        _fired.Select(node => node.Wanted).ShouldBe(due.Select(node => node.Wanted), TestSeed.Hint);
        _fired.ToHashSet().SetEquals(due).ShouldBeTrue(TestSeed.Hint);
        long next = nodes.Where(node => node.IsRunning).Select(node => node.Wanted).DefaultIfEmpty(long.MaxValue).Min();
        wheel.NextDue.ShouldBeLessThanOrEqualTo(next, TestSeed.Hint);
        wheel.FindDeadline().ShouldBe(next, TestSeed.Hint);
        return due.Length;
    }

    private RecordingNode Start(TimerWheel wheel, long due)
    {
        var node = new RecordingNode(_fired);
        wheel.Start(node, due);
        return node;
    }
}
