namespace AsyncStdTests.Sync;

using System.Reflection;
using AsyncStd.Sync;
using AsyncStd.Sync.Waiting;

/// <summary>A semaphore that has given out as many tickets as there are.</summary>
public sealed class FullSemaphoreTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Who_waits_for_nothing_but_a_ticket_gets_the_one_that_comes_back(bool forget)
    {
        var semaphore = new AsyncSemaphore(2);
        var permit = await semaphore.AcquireAsync();
        FillTable(semaphore);
        semaphore.TryAcquire(out _).ShouldBeFalse();
        ValueTask<AsyncSemaphore.Permit> waiting = semaphore.AcquireAsync();
        waiting.IsCompleted.ShouldBeFalse();

        if (forget)
        {
            permit.Forget();
        }
        else
        {
            permit.Dispose();
        }

        waiting.IsCompleted.ShouldBeTrue();
        (await waiting).IsHeld.ShouldBeTrue();
        semaphore.CurrentCount.ShouldBe(forget ? 0 : 1);
    }

    /// <summary>As if all sixteen million were out; to take them would need as many calls.</summary>
    private static void FillTable(AsyncSemaphore semaphore)
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        FieldInfo holdersField = typeof(AsyncSemaphore).GetField("_holders", Hidden)!;
        FieldInfo slotsField = typeof(Holders).GetField("_slots", Hidden)!;
        object holders = holdersField.GetValue(semaphore)!;
        var slots = (Array)slotsField.GetValue(holders)!;
        var all = Array.CreateInstance(slots.GetType().GetElementType()!, 1 << 24);
        slots.CopyTo(all, 0);
        slotsField.SetValue(holders, all);
        typeof(Holders).GetField("_firstFree", Hidden)!.SetValue(holders, 0);
        holdersField.SetValue(semaphore, holders);
        ((Holders)holders).IsFull.ShouldBeTrue();
    }
}
