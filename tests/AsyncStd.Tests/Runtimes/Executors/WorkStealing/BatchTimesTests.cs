namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using AsyncStd.Runtimes.Executors;

/// <summary>When a worker wants help with what its driver has found.</summary>
public sealed class BatchTimesTests
{
    private const int Rounds = 20;

    [Theory]
    [InlineData(8, 50, false)]
    [InlineData(8, 200, true)]
    [InlineData(15, 16, false)]
    [InlineData(30, 2, true)]
    [InlineData(500, 16, true)]
    [InlineData(500, 1, false)]
    [InlineData(0, 500, false)]
    public void Help_is_wanted_for_long_batches_and_for_long_items(int microsecondsForEach, int waiting, bool isLong)
    {
        var batches = new BatchTimes();
        Run(ref batches, microsecondsForEach, waiting);

        batches.IsLong.ShouldBe(isLong);
    }

    [Fact]
    public void Nothing_is_known_of_the_first_batch()
    {
        var batches = new BatchTimes();
        batches.Note(now: 1_000_000, items: 7, hasFound: true, waiting: 100);

        batches.IsLong.ShouldBeFalse();
        batches.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void Tasks_that_begin_to_compute_get_help_with_the_next_batch()
    {
        var batches = new BatchTimes();
        long now = 0, items = 0;
        for (var i = 0; i < Rounds; i++)
        {
            batches.Note(now += 8 * 10, items += 10, hasFound: true, waiting: 10);
        }

        batches.IsLong.ShouldBeFalse();
        batches.Note(now + (100 * 10), items + 10, hasFound: true, waiting: 10);
        batches.IsLong.ShouldBeTrue();
    }

    [Fact]
    public void Time_in_which_the_driver_had_nothing_is_not_counted()
    {
        var batches = new BatchTimes();
        batches.Note(now: 0, items: 0, hasFound: true, waiting: 10);
        batches.Close();
        batches.Note(now: 10_000_000, items: 10, hasFound: true, waiting: 10);

        batches.IsLong.ShouldBeFalse();
    }

    private static void Run(ref BatchTimes batches, int microsecondsForEach, int waiting)
    {
        long now = 0, items = 0;
        for (var i = 0; i < Rounds; i++)
        {
            batches.Note(now, items, hasFound: true, waiting);
            now += (long)microsecondsForEach * waiting;
            items += waiting;
        }

        batches.Note(now, items, hasFound: true, waiting);
    }
}
