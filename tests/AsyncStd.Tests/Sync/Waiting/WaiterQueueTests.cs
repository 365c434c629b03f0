namespace AsyncStdTests.Sync.Waiting;

using AsyncStd.Sync.Waiting;
using AsyncStdTests.Randomness;

public sealed class WaiterQueueTests
{
    [Fact]
    public void It_behaves_like_a_plain_list_whatever_is_done_to_it()
    {
        Random random = TestSeed.NewRandom();
        var queue = default(WaiterQueue);
        var model = new List<QueuedWaiter>();
        var outside = new List<QueuedWaiter>();

        for (int i = 0; i < 20_000; i++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    QueuedWaiter added = outside.Count > 0 && random.Next(2) == 0 ? TakeAny(outside, random) : new Plain();
                    queue.Enqueue(added);
                    model.Add(added);
                    break;
                case 2:
                    var first = new Plain();
                    queue.EnqueueFirst(first);
                    model.Insert(0, first);
                    break;
                case 3:
                    QueuedWaiter? dequeued = queue.Dequeue();
                    dequeued.ShouldBe(model.FirstOrDefault(), TestSeed.Hint);
                    if (dequeued is not null)
                    {
                        model.RemoveAt(0);
                        outside.Add(dequeued);
                    }

                    break;
                default:
                    if (model.Count > 0)
                    {
                        QueuedWaiter removed = TakeAny(model, random);
                        queue.TryRemove(removed).ShouldBeTrue(TestSeed.Hint);
                        queue.TryRemove(removed).ShouldBeFalse(TestSeed.Hint);
                        outside.Add(removed);
                    }

                    break;
            }

            queue.Count.ShouldBe(model.Count, TestSeed.Hint);
            queue.IsEmpty.ShouldBe(model.Count == 0, TestSeed.Hint);
            queue.Head.ShouldBe(model.FirstOrDefault(), TestSeed.Hint);
        }

        foreach (QueuedWaiter each in model)
        {
            queue.Dequeue().ShouldBe(each, TestSeed.Hint);
        }

        queue.IsEmpty.ShouldBeTrue();
    }

    private static QueuedWaiter TakeAny(List<QueuedWaiter> list, Random random)
    {
        int index = random.Next(list.Count);
        QueuedWaiter waiter = list[index];
        list.RemoveAt(index);
        return waiter;
    }

    private sealed class Plain : QueuedWaiter<Plain, int>
    {
        protected override int TakeResult() => 0;
    }
}
