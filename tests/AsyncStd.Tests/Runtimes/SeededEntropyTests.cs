namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;

public sealed class SeededEntropyTests
{
    [Fact]
    public void The_numbers_of_a_seed_are_those_of_the_published_generator()
    {
        Entropy entropy = Entropy.FromSeed(1234567);

        ulong[] numbers = [.. Enumerable.Range(0, 5).Select(_ => entropy.NextUInt64())];

        // The values that other implementations of SplitMix64 are tested against.
        numbers.ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]);
    }

    [Fact]
    public void Different_seeds_give_different_numbers()
    {
        Entropy.FromSeed(1).NextUInt64().ShouldNotBe(Entropy.FromSeed(2).NextUInt64());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void A_number_with_a_limit_stays_below_it(int limit)
    {
        Entropy entropy = Entropy.FromSeed(1);

        int[] numbers = [.. Enumerable.Range(0, 1_000).Select(_ => entropy.Next(limit))];

        (numbers.Min() >= 0, numbers.Max() < limit).ShouldBe((true, true));
    }

    [Fact]
    public void All_numbers_below_a_limit_come()
    {
        Entropy entropy = Entropy.FromSeed(1);

        IEnumerable<int> numbers = Enumerable.Range(0, 1_000).Select(_ => entropy.Next(6)).Distinct();

        numbers.Count().ShouldBe(6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_leaves_no_number_is_refused(int limit)
    {
        Entropy entropy = Entropy.FromSeed(1);

        Should.Throw<ArgumentOutOfRangeException>(() => entropy.Next(limit));
    }

    [Fact]
    public void A_fraction_lies_from_0_to_below_1()
    {
        Entropy entropy = Entropy.FromSeed(1);

        double[] numbers = [.. Enumerable.Range(0, 10_000).Select(_ => entropy.NextDouble())];

        (numbers.Min() >= 0, numbers.Max() < 1, Math.Abs(numbers.Average() - 0.5) < 0.05).ShouldBe((true, true, true));
    }

    [Fact]
    public void An_identifier_is_one_of_version_4()
    {
        string text = Entropy.FromSeed(1).NewGuid().ToString();

        (text[14], "89ab".Contains(text[19], StringComparison.Ordinal)).ShouldBe(('4', true));
    }
}
