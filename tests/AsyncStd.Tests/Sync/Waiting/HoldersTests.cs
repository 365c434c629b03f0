namespace AsyncStdTests.Sync.Waiting;

using System.Reflection;
using AsyncStd.Sync.Waiting;

public sealed class HoldersTests
{
    [Fact]
    public void A_ticket_is_out_until_it_is_taken_back_once()
    {
        var holders = default(Holders);

        long first = holders.Add(), second = holders.Add();

        holders.IsOut(first).ShouldBeTrue();
        holders.TryRemove(first).ShouldBeTrue();
        holders.TryRemove(first).ShouldBeFalse();
        holders.IsOut(first).ShouldBeFalse();
        holders.IsOut(second).ShouldBeTrue();
    }

    [Fact]
    public void After_the_last_version_of_a_slot_its_first_one_comes_again()
    {
        object holders = default(Holders);
        var add = typeof(Holders).GetMethod(nameof(Holders.Add))!;
        var remove = typeof(Holders).GetMethod(nameof(Holders.TryRemove))!;
        long first = (long)add.Invoke(holders, null)!;
        remove.Invoke(holders, [first]);

        // As if the slot had been given out half a trillion times.
        long last = long.MaxValue - (1 << 24) + 1 + (first & 0xFFFFFF);
        var slots = (Array)typeof(Holders).GetField("_slots", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(holders)!;
        object slot = slots.GetValue(first & 0xFFFFFF)!;
        slot.GetType().GetField("Ticket")!.SetValue(slot, -last);
        slots.SetValue(slot, first & 0xFFFFFF);

        long next = (long)add.Invoke(holders, null)!;

        next.ShouldBeGreaterThan(0);
        ((bool)remove.Invoke(holders, [next])!).ShouldBeTrue();
        ((long)add.Invoke(holders, null)!).ShouldBeGreaterThan(next);
    }
}
