namespace AsyncStdConformance.Seeded;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SeededHostTests
{
    [Fact]
    public void Tasks_belong_to_the_host_that_spawned_them()
        => ForeignThread.Run(() =>
        {
            using var world = new SeededRuntime(1);
            var host = new SeededHost(world, "host");

            world.BlockOn(async () =>
            {
                await host.Spawn(async () =>
                {
                    Runtime.Current.ShouldBeSameAs(host);
                    await Task.YieldNow();
                    Runtime.Current.ShouldBeSameAs(host);
                    (await Task.Spawn(() => Runtime.Current)).ShouldBeSameAs(host);
                    await Nested();
                });
                Runtime.Current.ShouldBeSameAs(world);
            });

            world.Arrivals.ShouldBe(0);

            async Task Nested()
            {
                await Task.Sleep(TimeSpan.FromSeconds(1));
                Runtime.Current.ShouldBeSameAs(host);
                await Task.Yield();
                Runtime.Current.ShouldBeSameAs(host);
            }
        });

    [Fact]
    public void A_crash_ends_a_host_without_a_word_and_leaves_the_others_alone()
        => ForeignThread.Run(() =>
        {
            for (ulong seed = 0; seed < 50; seed++)
            {
                using var world = new SeededRuntime(seed);
                var unlucky = new SeededHost(world, "unlucky");
                var lucky = new SeededHost(world, "lucky");
                int cleanUps = 0;
                int unluckyTicks = 0;

                world.BlockOn(async () =>
                {
                    unlucky.Spawn(async () =>
                    {
                        try
                        {
                            while (true)
                            {
                                await Task.Sleep(TimeSpan.FromSeconds(1));
                                unluckyTicks++;
                            }
                        }
                        finally
                        {
                            cleanUps++;
                        }
                    }).Detach();
                    JoinHandle<int> other = lucky.Spawn(async () =>
                    {
                        int ticks = 0;
                        for (; ticks < 10; ticks++)
                        {
                            await Task.Sleep(TimeSpan.FromSeconds(1));
                        }

                        return ticks;
                    });

                    await Task.Sleep(TimeSpan.FromSeconds(4.5));
                    unlucky.Crash();

                    (await other).ShouldBe(10);
                });

                (unluckyTicks, cleanUps).ShouldBe((4, 0), $"seed {seed}");
            }
        });
}
