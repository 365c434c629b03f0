namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;
using AsyncStdTests.Randomness;

public sealed class WorkDequeTests
{
    private readonly WorkDeque _deque = new();

    [Fact]
    public void The_owner_pops_the_newest_item_first()
    {
        NumberedItem[] items = PushNew(3);

        WorkItem?[] popped = [_deque.TryPop(), _deque.TryPop(), _deque.TryPop(), _deque.TryPop()];

        popped.ShouldBe([items[2], items[1], items[0], null]);
    }

    [Fact]
    public void A_thief_takes_the_oldest_item_first()
    {
        NumberedItem[] items = PushNew(3);

        WorkItem?[] taken = Take(4);

        taken.ShouldBe([.. items, null]);
    }

    [Fact]
    public void The_owner_takes_the_oldest_item_first_when_it_does_not_pop()
    {
        NumberedItem[] items = PushNew(2);

        WorkItem?[] taken = [_deque.TryTakeOwn(), _deque.TryTakeOwn(), _deque.TryTakeOwn()];

        taken.ShouldBe([.. items, null]);
    }

    [Fact]
    public void An_empty_deque_gives_nothing_and_is_not_contended()
    {
        WorkItem? taken = _deque.TryTake(out bool contended);

        (taken, contended, _deque.IsEmpty, _deque.Count).ShouldBe((null, false, true, 0));
    }

    [Fact]
    public void A_deque_that_was_emptied_from_both_ends_can_be_filled_again()
    {
        PushNew(2);
        _deque.TryPop();
        _deque.TryTake(out _);
        _deque.TryPop().ShouldBeNull();
        NumberedItem[] again = PushNew(1);

        WorkItem? popped = _deque.TryPop();

        popped.ShouldBe(again[0]);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(10_000)]
    public void Items_keep_their_order_when_the_ring_grows(int count)
    {
        NumberedItem[] items = PushNew(count);

        WorkItem?[] taken = Take(count);

        taken.ShouldBe(items);
    }

    [Fact]
    public void Items_keep_their_order_when_the_ring_grows_after_it_has_wrapped()
    {
        PushNew(200);
        Take(200);
        NumberedItem[] items = PushNew(300);

        WorkItem?[] taken = Take(300);

        taken.ShouldBe(items);
    }

    [Fact]
    public void A_sweep_forgets_what_was_stolen()
    {
        WeakReference stolen = StealOne();

        _deque.Sweep();

        GC.Collect();
        stolen.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void A_sweep_keeps_what_was_not_taken()
    {
        PushNew(250);
        Take(250);
        NumberedItem[] items = PushNew(256);

        _deque.Sweep();

        Take(256).ShouldBe(items);
    }

    [Fact]
    public void A_popped_item_is_forgotten_at_once()
    {
        WeakReference popped = PopOne();

        GC.Collect();

        popped.IsAlive.ShouldBeFalse();
        GC.KeepAlive(_deque);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_sequence_of_calls_agrees_with_a_list(bool pops)
    {
        Random random = TestSeed.NewRandom(pops ? 1 : 0);
        var model = new LinkedList<WorkItem>();
        for (int step = 0; step < 200_000; step++)
        {
            // Now and then more is taken than pushed, and now and then the other way round.
            switch (random.Next(step / 2_000 % 2 == 0 ? 3 : 9))
            {
                case 0:
                    Compare(model.First, _deque.TryTake(out _));
                    break;
                case 1:
                    Compare(pops ? model.Last : model.First, pops ? _deque.TryPop() : _deque.TryTakeOwn());
                    break;
                default:
                    _deque.Push(model.AddLast(new NumberedItem(step)).Value);
                    break;
            }

            if (random.Next(50) == 0)
            {
                _deque.Sweep();
            }

            if (_deque.Count != model.Count)
            {
                _deque.Count.ShouldBe(model.Count, TestSeed.Hint);
            }
        }

        void Compare(LinkedListNode<WorkItem>? expected, WorkItem? item)
        {
            ReferenceEquals(item, expected?.Value).ShouldBeTrue(TestSeed.Hint);
            if (expected is not null)
            {
                model.Remove(expected);
            }
        }
    }

    private NumberedItem[] PushNew(int count)
    {
        NumberedItem[] items = NumberedItem.Several(count);
        foreach (NumberedItem item in items)
        {
            _deque.Push(item);
        }

        return items;
    }

    private WorkItem?[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _deque.TryTake(out bool _))];

    // Methods of their own: the local variables of a test would keep the item alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference StealOne()
    {
        PushNew(1);
        return new WeakReference(_deque.TryTake(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference PopOne()
    {
        PushNew(2);
        return new WeakReference(_deque.TryPop());
    }
}
