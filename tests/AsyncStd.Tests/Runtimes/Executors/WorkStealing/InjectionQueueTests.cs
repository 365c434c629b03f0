namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;

public sealed class InjectionQueueTests
{
    private readonly InjectionQueue _queue = new();

    [Fact]
    public void An_empty_queue_gives_nothing()
    {
        WorkItem? item = _queue.TryTake();

        (item, _queue.IsEmpty, _queue.Count).ShouldBe((null, true, 0));
    }

    [Fact]
    public void Items_come_out_in_the_order_in_which_they_went_in()
    {
        NumberedItem[] items = AddNew(5);

        WorkItem?[] taken = Take(6);

        taken.ShouldBe([.. items, null]);
    }

    [Fact]
    public void The_count_is_what_waits()
    {
        AddNew(3);
        Take(1);

        int count = _queue.Count;

        count.ShouldBe(2);
    }

    [Fact]
    public void A_taken_item_is_linked_to_nothing_and_can_be_added_again()
    {
        NumberedItem[] items = AddNew(2);
        WorkItem first = _queue.TryTake()!;
        first.Link.ShouldBeNull();
        _queue.Add(first);

        WorkItem?[] taken = Take(3);

        taken.ShouldBe([items[1], items[0], null]);
    }

    [Fact]
    public void A_queue_that_was_emptied_can_be_used_again()
    {
        AddNew(1);
        Take(2);
        NumberedItem[] again = AddNew(1);

        WorkItem?[] taken = Take(1);

        taken.ShouldBe(again);
    }

    private NumberedItem[] AddNew(int count)
    {
        NumberedItem[] items = NumberedItem.Several(count);
        foreach (NumberedItem item in items)
        {
            _queue.Add(item);
        }

        return items;
    }

    private WorkItem?[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _queue.TryTake())];
}
