namespace AsyncStdTests.Runtimes.Drivers;

using AsyncStd.Runtimes.Drivers;

public sealed class OnDemandTests
{
    [Fact]
    public void A_failure_is_not_kept_and_a_value_is()
    {
        int calls = 0;
        var value = new OnDemand<string>(() => ++calls == 1 ? throw new IOException("no descriptor") : "made");

        Should.Throw<IOException>(() => value.Value);
        value.Existing.ShouldBeNull();
        value.Value.ShouldBe("made");
        value.Value.ShouldBeSameAs(value.Existing);
        calls.ShouldBe(2);
    }
}
