namespace AsyncStdConformance.Context;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Context.Strangers;
using AsyncStdConformance.Harness;

/// <summary>Code of the library's that waits for somebody else's does not leave a runtime of one thread: what it calls next is called there.</summary>
public sealed class StrangersThreadTests
{
    public static TheoryData<RuntimeCase, string> Streams => Rows(IoUses.All.Keys);

    public static TheoryData<RuntimeCase, string> Sequences => Rows(SequenceUses.All.Keys);

    public static TheoryData<RuntimeCase, string> Functions => Rows(FunctionUses.All.Keys);

    [Theory, MemberData(nameof(Streams))]
    public void A_strangers_stream_is_used_on_the_runtimes_thread(RuntimeCase on, string use) => Run(on, IoUses.All[use]);

    [Theory, MemberData(nameof(Sequences))]
    public void A_strangers_sequence_is_used_on_the_runtimes_thread(RuntimeCase on, string use) => Run(on, SequenceUses.All[use]);

    [Theory, MemberData(nameof(Functions))]
    public void A_strangers_function_is_called_on_the_runtimes_thread(RuntimeCase on, string use) => Run(on, FunctionUses.All[use]);

    private static void Run(RuntimeCase on, Func<Witness, Task> use)
        => ForeignThread.Run(() =>
        {
            var witness = new Witness();
            using Runtime runtime = on.Create();

            runtime.BlockOn(async () =>
            {
                await use(witness);
                witness.Here("the caller");
            });

            witness.Elsewhere.ShouldBeEmpty();
            witness.Calls.ShouldBeGreaterThan(1);
        });

    private static TheoryData<RuntimeCase, string> Rows(IEnumerable<string> uses)
    {
        var rows = new TheoryData<RuntimeCase, string>();
        foreach (string use in uses)
        {
            foreach (RuntimeCase on in RuntimeCase.All.Where(each => each.Has(Traits.CallersThread)))
            {
                rows.Add(on, use);
            }
        }

        return rows;
    }
}
