namespace AsyncStdTests.Channels;

using AsyncStd.Channel;

/// <summary>The queue of messages against the BCL's.</summary>
public sealed class ItemRingTests
{
    private const int Operations = 200_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 2)]
    [InlineData(1024, 3)]
    [InlineData(1025, 4)]
    [InlineData(int.MaxValue, 5)]
    public void What_comes_out_is_what_came_in_in_that_order(int capacity, int seed)
    {
        var random = new Random(seed);
        var ring = new ItemRing<string>(capacity);
        var model = new Queue<string>();
        var taken = new string[50];
        for (var i = 0; i < Operations; i++)
        {
            // Up for a while and down for a while, so that rings are hung behind each other, and emptied again.
            bool isRising = i / 5_000 % 2 == 0;
            switch (random.Next(isRising ? 4 : 6))
            {
                case < 3 when model.Count < capacity:
                    var item = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    if (!ring.TryAdd(item))
                    {
                        ring.Grow();
                        ring.TryAdd(item).ShouldBeTrue();
                    }

                    model.Enqueue(item);
                    break;
                case 5:
                    int count = ring.Take(taken.AsSpan(0, random.Next(taken.Length)));
                    for (var k = 0; k < count; k++)
                    {
                        taken[k].ShouldBe(model.Dequeue());
                    }

                    break;
                default:
                    if (model.Count > 0)
                    {
                        ring.Peek().ShouldBe(model.Peek());
                        ring.Take().ShouldBe(model.Dequeue());
                    }

                    break;
            }

            if (ring.Count != model.Count)
            {
                ring.Count.ShouldBe(model.Count);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2000)]
    public void After_a_preparation_one_taken_makes_room_for_one(int count)
    {
        var ring = new ItemRing<int>(int.MaxValue);
        for (var i = 0; i < count; i++)
        {
            while (!ring.TryAdd(i))
            {
                ring.Grow();
            }
        }

        for (var i = 0; i < 2 * count; i++)
        {
            ring.PrepareExchange();
            ring.Take();
            ring.TryAdd(i).ShouldBeTrue();
        }

        ring.Count.ShouldBe(count);
    }

    [Fact]
    public void A_cleared_one_is_empty_and_can_be_used()
    {
        var ring = new ItemRing<int>(16);
        for (var i = 0; i < 100; i++)
        {
            while (!ring.TryAdd(i))
            {
                ring.Grow();
            }
        }

        ring.Clear();
        ring.Count.ShouldBe(0);
        ring.TryAdd(7).ShouldBeTrue();
        ring.Take().ShouldBe(7);
    }
}
