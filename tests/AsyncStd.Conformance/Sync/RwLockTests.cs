namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class RwLockTests
{
    [Theory, OnEveryRuntime]
    public void Many_read_at_a_time_and_one_writes_alone(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(1);
            var first = await rwLock.ReadAsync();
            var second = await rwLock.ReadAsync();
            (first.Value + second.Value).ShouldBe(2);
            rwLock.TryWrite(out var _).ShouldBeFalse();
            first.Dispose();
            rwLock.TryWrite(out var _).ShouldBeFalse();
            second.Dispose();

            using (var writer = await rwLock.WriteAsync())
            {
                writer.Value = 5;
                rwLock.TryRead(out var _).ShouldBeFalse();
                rwLock.TryUpgradableRead(out var _).ShouldBeFalse();
                rwLock.TryWrite(out var _).ShouldBeFalse();
            }

            rwLock.TryRead(out var last).ShouldBeTrue();
            last.Value.ShouldBe(5);
            last.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void Nobody_reads_half_a_write(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Writes = 50;
            var rwLock = new RwLock<int>(0);
            JoinHandle writer = Task.Spawn(async () =>
            {
                for (int i = 0; i < Writes; i++)
                {
                    using var guard = await rwLock.WriteAsync();
                    int before = guard.Value;
                    guard.Value = -1;
                    await Task.YieldNow();
                    guard.Value = before + 1;
                }
            });
            JoinHandle[] readers = [.. Enumerable.Range(0, 5).Select(_ => Task.Spawn(async () =>
            {
                for (int last = 0; last < Writes;)
                {
                    using (var guard = await rwLock.ReadAsync())
                    {
                        guard.Value.ShouldBeGreaterThanOrEqualTo(last);
                        last = guard.Value;
                    }

                    await Task.YieldNow();
                }
            }))];

            await writer;
            await Task.Join(readers);
        });

    [Theory, OnEveryRuntime]
    public void By_default_a_reader_waits_behind_a_writer_that_came_before_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            rwLock.Fairness.ShouldBe(RwLockFairness.Fair);
            var reader = await rwLock.ReadAsync();
            Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync().AsTask();
            Task<RwLock<int>.ReadGuard> late = rwLock.ReadAsync().AsTask();
            rwLock.TryRead(out var _).ShouldBeFalse();

            reader.Dispose();

            (await writer).Dispose();
            (await late).Dispose();
        });

    /// <summary>https://github.com/microsoft/vs-threading/issues/710: who reads and waits for a second read deadlocks with a writer in between. A lock that prefers readers does not.</summary>
    [Theory, OnEveryRuntime]
    public void One_that_prefers_readers_lets_a_reader_read_again_although_a_writer_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0, RwLockFairness.PreferReaders);
            var outer = await rwLock.ReadAsync();
            Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync().AsTask();
            Task<RwLock<int>.UpgradableReadGuard> upgradable = rwLock.UpgradableReadAsync().AsTask();

            using (var inner = await rwLock.ReadAsync())
            {
                inner.Value.ShouldBe(0);
            }

            outer.Dispose();
            (await writer).Dispose();
            (await upgradable).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void One_that_prefers_writers_lets_them_overtake_readers(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0, RwLockFairness.PreferWriters);
            var holder = await rwLock.WriteAsync();
            Task<RwLock<int>.ReadGuard> reader = rwLock.ReadAsync().AsTask();
            Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync().AsTask();

            holder.Dispose();

            var second = await writer;
            reader.IsCompleted.ShouldBeFalse();
            second.Dispose();
            (await reader).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void One_that_prefers_readers_lets_them_overtake_writers(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0, RwLockFairness.PreferReaders);
            var holder = await rwLock.WriteAsync();
            Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync().AsTask();
            Task<RwLock<int>.ReadGuard> reader = rwLock.ReadAsync().AsTask();

            holder.Dispose();

            var first = await reader;
            writer.IsCompleted.ShouldBeFalse();
            first.Dispose();
            (await writer).Dispose();
        });

    /// <summary>https://github.com/StephenCleary/AsyncEx/issues/134.</summary>
    [Theory, OnEveryRuntime]
    public void A_cancelled_writer_lets_those_in_who_waited_for_it_only(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (RwLockFairness fairness in Enum.GetValues<RwLockFairness>())
            {
                var rwLock = new RwLock<int>(0, fairness);
                using var source = new CancellationTokenSource();
                var reader = await rwLock.ReadAsync();
                Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync(source.Token).AsTask();
                Task<RwLock<int>.ReadGuard> late = rwLock.ReadAsync().AsTask();

                source.Cancel();

                (await late).Dispose();
                await Should.ThrowAsync<OperationCanceledException>(writer);
                reader.Dispose();
                rwLock.ToString().ShouldBe("RwLock<Int32>, free, 0 waiting");
            }
        });

    /// <summary>https://github.com/dotnet/dotNext/issues/275: an upgrade while others wait to write, to read, and to upgrade.</summary>
    [Theory, OnEveryRuntime]
    public void An_upgrade_goes_before_everybody_who_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (RwLockFairness fairness in Enum.GetValues<RwLockFairness>())
            {
                var rwLock = new RwLock<int>(0, fairness);
                var plain = await rwLock.ReadAsync();
                var mine = await rwLock.UpgradableReadAsync();
                Task<RwLock<int>.WriteGuard> writer = rwLock.WriteAsync().AsTask();
                Task<RwLock<int>.UpgradableReadGuard> other = rwLock.UpgradableReadAsync().AsTask();

                Task<RwLock<int>.WriteGuard> upgrade = mine.UpgradeAsync().AsTask();
                upgrade.IsCompleted.ShouldBeFalse("a plain reader is in the way");
                plain.Dispose();

                var upgraded = await upgrade;
                mine.IsHeld.ShouldBeFalse();
                upgraded.Value = 7;
                writer.IsCompleted.ShouldBeFalse();
                mine.Dispose();
                upgraded.IsHeld.ShouldBeTrue("the guard it was made from is void");
                upgraded.Dispose();
                (await writer).Dispose();
                (await other).Dispose();
            }
        });

    [Theory, OnEveryRuntime]
    public void One_upgradable_reader_at_a_time_reads_beside_the_others(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            var upgradable = await rwLock.UpgradableReadAsync();
            rwLock.TryUpgradableRead(out var _).ShouldBeFalse();
            rwLock.TryRead(out var plain).ShouldBeTrue();
            upgradable.TryUpgrade(out var _).ShouldBeFalse("a reader is in the way");
            upgradable.Value.ShouldBe(0);
            plain.Dispose();

            upgradable.TryUpgrade(out var writer).ShouldBeTrue();

            writer.Value = 1;
            Should.Throw<ObjectDisposedException>(() => upgradable.Value);
            Should.Throw<ObjectDisposedException>(() => upgradable.TryUpgrade(out var _));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await upgradable.UpgradeAsync());
            writer.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_upgrade_leaves_the_guard_as_it_was_and_lets_others_in(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(3);
            using var source = new CancellationTokenSource();
            var plain = await rwLock.ReadAsync();
            var mine = await rwLock.UpgradableReadAsync();
            Task<RwLock<int>.WriteGuard> upgrade = mine.UpgradeAsync(source.Token).AsTask();
            Task<RwLock<int>.ReadGuard> late = rwLock.ReadAsync().AsTask();

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(upgrade);
            (await late).Dispose();
            mine.Value.ShouldBe(3);
            plain.Dispose();
            (await mine.UpgradeAsync()).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_guard_is_upgraded_once_and_disposing_it_meanwhile_refuses_the_upgrade(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            var plain = await rwLock.ReadAsync();
            var mine = await rwLock.UpgradableReadAsync();
            Task<RwLock<int>.WriteGuard> upgrade = mine.UpgradeAsync().AsTask();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await mine.UpgradeAsync());

            mine.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(upgrade);
            plain.Dispose();
            rwLock.TryWrite(out var writer).ShouldBeTrue();
            writer.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_writer_turns_into_a_reader_without_a_gap(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            var writer = await rwLock.WriteAsync();
            Task<RwLock<int>.ReadGuard> reader = rwLock.ReadAsync().AsTask();
            Task<RwLock<int>.WriteGuard> next = rwLock.WriteAsync().AsTask();
            writer.Value = 4;

            var downgraded = writer.Downgrade();

            using (var beside = await reader)
            {
                beside.Value.ShouldBe(4);
            }

            next.IsCompleted.ShouldBeFalse();
            writer.IsHeld.ShouldBeFalse();
            Should.Throw<ObjectDisposedException>(() => writer.Downgrade());
            downgraded.Dispose();
            (await next).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_writer_may_keep_the_way_back_and_an_upgradable_reader_may_give_it_up(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            var upgradable = (await rwLock.WriteAsync()).DowngradeToUpgradable();
            rwLock.TryRead(out var beside).ShouldBeTrue();
            rwLock.TryUpgradableRead(out var _).ShouldBeFalse();

            var plain = upgradable.Downgrade();

            rwLock.TryUpgradableRead(out var other).ShouldBeTrue();
            plain.Value.ShouldBe(0);
            other.TryUpgrade(out var _).ShouldBeFalse();
            beside.Dispose();
            plain.Dispose();
            other.TryUpgrade(out var writer).ShouldBeTrue();
            writer.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void Disposing_a_guard_twice_does_not_end_the_hold_of_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            var first = await rwLock.ReadAsync();
            var second = await rwLock.ReadAsync();
            first.Dispose();
            first.Dispose();
            rwLock.TryWrite(out var _).ShouldBeFalse("one reads still");
            Should.Throw<ObjectDisposedException>(() => first.Value);
            second.Value.ShouldBe(0);
            second.Dispose();
            var writer = await rwLock.WriteAsync();
            second.Dispose();
            writer.IsHeld.ShouldBeTrue();
            writer.Dispose();
            Should.Throw<ObjectDisposedException>(() => writer.Value);
            Should.Throw<ObjectDisposedException>(() => default(RwLock<int>.ReadGuard).Value);
        });

    [Theory, OnEveryRuntime]
    public void A_writers_guard_can_be_narrowed_to_a_part(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int[]>([1, 2]);
            using (var part = (await rwLock.WriteAsync()).Map(static (ref int[] all) => ref all[0]))
            {
                part.Value = 9;
            }

            using var reader = await rwLock.ReadAsync();
            reader.Value.ShouldBe([9, 2]);
        });

    [Theory, OnEveryRuntime]
    public void Many_who_come_to_read_and_then_write_all_do_so_one_after_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Upgraders = 8;
            const int Rounds = 40;
            var rwLock = new RwLock<int>(0);
            bool isOver = false;
            JoinHandle reading = Task.Spawn(async () =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    using var reader = await rwLock.ReadAsync();
                    await Task.YieldNow();
                }
            });
            JoinHandle[] tasks = [.. Enumerable.Range(0, Upgraders).Select(_ => Task.Spawn(async () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var reader = await rwLock.UpgradableReadAsync();
                    int before = reader.Value;
                    await Task.YieldNow();
                    using var writer = await reader.UpgradeAsync();
                    writer.Value.ShouldBe(before, "nobody writes in between");
                    writer.Value++;
                }
            }))];
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            Volatile.Write(ref isOver, true);
            await reading;
            using var last = await rwLock.ReadAsync();
            last.Value.ShouldBe(Upgraders * Rounds);
        });

    [Theory, OnEveryRuntime]
    public void A_readers_guard_can_be_narrowed_to_a_part(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int[]>([1, 2]);
            var whole = await rwLock.ReadAsync();
            var part = whole.Map(static (ref readonly int[] all) => ref all[1]);
            part.Value.ShouldBe(2);

            part.Dispose();

            whole.IsHeld.ShouldBeFalse("the hold is one");
            Should.Throw<ObjectDisposedException>(() => part.Value);
            Should.Throw<ObjectDisposedException>(() => whole.Map(static (ref readonly int[] all) => ref all[0]));
            Should.Throw<ArgumentNullException>(() => whole.Map<int>(null!)).ParamName.ShouldBe("part");
            rwLock.TryWrite(out var writer).ShouldBeTrue();
            writer.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void Blocking_for_it_is_for_threads_of_no_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            var rwLock = new RwLock<int>(0);
            Should.Throw<InvalidOperationException>(() => rwLock.ReadBlocking());
            Should.Throw<InvalidOperationException>(() => rwLock.WriteBlocking());
            Should.Throw<InvalidOperationException>(() => rwLock.UpgradableReadBlocking());
            ForeignThread.Run(() =>
            {
                rwLock.ReadBlocking().Dispose();
                rwLock.WriteBlocking().Dispose();
                using var writer = rwLock.UpgradableReadBlocking().UpgradeBlocking();
                writer.Value = 1;
            });
            using var upgradable = await rwLock.UpgradableReadAsync();
            Should.Throw<InvalidOperationException>(() => upgradable.UpgradeBlocking());
            upgradable.Value.ShouldBe(1);
        });

    [Fact]
    public void A_fairness_that_does_not_exist_is_refused()
        => Should.Throw<ArgumentOutOfRangeException>(() => new RwLock<int>(0, (RwLockFairness)9)).ParamName.ShouldBe("fairness");
}
