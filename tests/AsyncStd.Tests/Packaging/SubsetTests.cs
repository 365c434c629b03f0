namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;

/// <summary>A program that only spawns, waits and streams is as small as its parts: it starts no thread, opens no file, and carries no driver.</summary>
[Collection(BuildCollection.Name)]
public sealed class SubsetTests(PackedPackage package, PublishedPacks packs) : IClassFixture<PackedPackage>, IClassFixture<PublishedPacks>
{
    // Prints the names of the threads that have come, and what the descriptors lead to that have come. Assemblies stay open where they are loaded from.
    private const string Program = """
        using System.Threading.Channels;
        using AsyncStd.Prelude;
        using AsyncStd.Runtimes;

        Console.WriteLine("The console has a thread for signals: " + Look());
        Look();
        using (Runtime runtime = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Build())
        {
            Console.WriteLine("result: " + runtime.BlockOn(static async () =>
            {
                var child = Task.Spawn(static async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 40; });
                var function = Task.Spawn(static () => 1);
                await Task.YieldNow();
                int sum = await child + await function;
                await foreach (int one in Ones().ToObservable().ToAsyncEnumerable(8, BoundedChannelFullMode.DropOldest))
                {
                    sum += one;
                }

                return sum;
            }));
        }

        Console.WriteLine("on the current thread: " + Look());
        await Task.YieldNow();
        await Task.Sleep(TimeSpan.FromMilliseconds(1));
        Console.WriteLine("outside any runtime: " + Look());

        static async IAsyncEnumerable<int> Ones()
        {
            await Task.YieldNow();
            yield return 1;
        }

        static string Look()
        {
            var now = new HashSet<string>();
            foreach (string thread in Directory.GetDirectories("/proc/self/task"))
            {
                now.Add("thread " + Path.GetFileName(thread));
            }

            foreach (string descriptor in Directory.GetFiles("/proc/self/fd"))
            {
                if (new FileInfo(descriptor).LinkTarget is { } target && !target.StartsWith("/proc/") && !target.EndsWith(".dll"))
                {
                    now.Add("file " + target);
                }
            }

            var come = now.Except(Seen.All).ToList();
            Seen.All.UnionWith(now);
            return come.Count == 0 ? "nothing" : string.Join(", ", come.Select(each => each.StartsWith("thread ") ? each + " " + NameOf(each[7..]) : each));
        }

        // A thread has the name of the one that started it until it has come far enough to give itself its own.
        static string NameOf(string thread)
        {
            string first = File.ReadAllText("/proc/self/comm");
            string name = first;
            SpinWait.SpinUntil(() => (name = TryRead($"/proc/self/task/{thread}/comm")) != first, TimeSpan.FromSeconds(20));
            return name.Trim();
        }

        static string TryRead(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (IOException)
            {
                return "(has ended)";
            }
        }

        internal static class Seen
        {
            public static readonly HashSet<string> All = [];
        }
        """;

    [LinuxX64Fact]
    public void It_starts_no_thread_opens_no_file_and_carries_no_driver()
    {
        _ = packs;
        using var consumer = new ConsumerProject(package, Program);

        // The runtime's own thread for compiling again what is used often has nothing to do with the library.
        var publish = consumer.Publish("TieredCompilation=false").ShouldSucceed();
        var run = consumer.RunPublished().ShouldSucceed();

        publish.Output.ShouldNotContain("warning");
        run.Output.ShouldContain("result: 42");
        run.Output.ShouldContain("on the current thread: nothing");
        OutsideAnyRuntime(run).ShouldAllBe(each => each.Contains(" .NET ", StringComparison.Ordinal));
        IReadOnlyList<string> types = TrimmedAssembly.Types(consumer.PublishedFile("AsyncStd.dll"));
        types.ShouldNotContain(type => type.StartsWith("AsyncStd.Runtimes.Drivers.", StringComparison.Ordinal));
        types.ShouldContain("AsyncStd.Runtimes.RuntimeMeter", "no switch was set");
    }

    /// <summary>What has come while leaves were awaited without a runtime: threads of the base class library's pool and timers, and nothing of ours.</summary>
    private static IEnumerable<string> OutsideAnyRuntime(CommandResult run)
        => run.Output.Split('\n').Single(line => line.StartsWith("outside any runtime: ", StringComparison.Ordinal))["outside any runtime: ".Length..].Split(", ");
}
