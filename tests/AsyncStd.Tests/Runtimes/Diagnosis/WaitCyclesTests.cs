namespace AsyncStdTests.Runtimes.Diagnosis;

using AsyncStd.Runtimes;

public sealed class WaitCyclesTests
{
    [Fact]
    public void Waits_in_a_line_are_no_circle()
        => WaitCycles.Find([[1], [2], [], [1, 2]]).ShouldBeEmpty();

    [Fact]
    public void Two_that_wait_for_each_other_are_one()
        => WaitCycles.Find([[], [2], [1]]).ShouldHaveSingleItem().ShouldBe([1, 2]);

    [Fact]
    public void One_that_waits_for_itself_is_one()
        => WaitCycles.Find([[0]]).ShouldHaveSingleItem().ShouldBe([0]);

    [Fact]
    public void Those_who_only_wait_for_the_circle_are_not_in_it()
        => WaitCycles.Find([[1], [2], [3], [1], [0]]).ShouldHaveSingleItem().ShouldBe([1, 2, 3]);

    [Fact]
    public void Each_group_of_entangled_tasks_gives_its_shortest_circle()
    {
        IReadOnlyList<IReadOnlyList<int>> found = WaitCycles.Find([[1], [2, 0], [0], [4], [3]]);

        found.Count.ShouldBe(2);
        found.ShouldContain(cycle => cycle.SequenceEqual(new[] { 0, 1 }));
        found.ShouldContain(cycle => cycle.SequenceEqual(new[] { 3, 4 }));
    }

    [Fact]
    public void A_long_chain_needs_no_deep_stack()
    {
        const int length = 1_000_000;
        int[][] waitsFor = [.. Enumerable.Range(0, length).Select(i => new[] { (i + 1) % length })];

        WaitCycles.Find(waitsFor).ShouldHaveSingleItem().Count.ShouldBe(length);
    }
}
