namespace AsyncStdConformance.Context.Strangers;

using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;

/// <summary>What the library does with somebody's functions and tasks.</summary>
internal static class FunctionUses
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    public static IReadOnlyDictionary<string, Func<Witness, Task>> All { get; } = new Dictionary<string, Func<Witness, Task>>
    {
        ["Retry"] = async witness =>
        {
            int left = 3;
            await Task.Retry(async () =>
            {
                await witness.Wait();
                if (--left > 0)
                {
                    throw new IOException("not yet");
                }
            });
        },
        ["Join"] = async witness => await Task.Join(() => witness.Give(1), () => witness.Give(2)),
        ["Join of tasks"] = async witness => await Task.Join(witness.Give(1), witness.Give(2)),
        ["Join of many"] = async witness => await Task.Join(Enumerable.Range(0, 4), 2, number => witness.Give(number)),
        ["TryJoin"] = async witness => await Task.TryJoin(() => witness.Give(1), () => witness.Give(2)),
        ["Race"] = async witness => await Task.Race(() => witness.Give(1), () => witness.Give(2)),
        ["TryRace"] = async witness => await Task.TryRace(() => witness.Give(1), () => witness.Give(2)),
        ["Select"] = async witness => await Task.Select(() => witness.Give(1), () => witness.Give("2")),
        ["Select of tasks"] = async witness => await Task.Select(witness.Give(1), witness.Give("2")),
        ["Timeout"] = async witness => await Task.Timeout(s_long, () => witness.Give(1)),
        ["Delayed"] = async witness => await witness.Ends(Task.Delayed(TimeSpan.FromTicks(1), () => witness.Wait())),
        ["Delayed with a result"] = async witness => await witness.Ends(Task.Delayed(TimeSpan.FromTicks(1), () => witness.Give(1))),
        ["Flatten"] = async witness => await witness.Ends(Task.Flatten(Nested(witness))),
        ["Flatten with a result"] = async witness => await witness.Ends(Task.Flatten(NestedWithResult(witness))),
        ["Flatten of handles"] = async witness => await Task.Flatten(Task.Spawn(async () =>
        {
            await witness.Wait();
            return Task.Spawn(() => witness.Give(1));
        })),
        ["Scope.Run"] = async witness => await Scope.Run(() => witness.Wait()),
        ["Scope.Shield"] = async witness => await Scope.Shield(() => witness.Give(1)),
        ["Spawn"] = async witness => await Task.Spawn(() => witness.Give(1)),
        ["TaskGroup.Run"] = async witness => await TaskGroup.Run(async Task (group) =>
        {
            group.Start(() => witness.Wait());
            group.Start(() => witness.Wait());
            await witness.Wait();
        }),
        ["TaskGroup.Run with a result"] = async witness => await TaskGroup.Run(async Task<int> (group) =>
        {
            group.Start(() => witness.Wait());
            return await witness.Give(1);
        }),
        ["results of a group"] = async witness =>
        {
            await using TaskGroup<int> group = new();
            group.Start(() => witness.Give(1));
            group.Start(() => witness.Give(2));
            await foreach (int _ in group)
            {
                await witness.Wait();
            }
        },
        ["disposing what a race leaves over"] = async witness => await Task.Race(
            () => witness.Give(new PlainDisposable(witness)),
            () => witness.Give(new PlainDisposable(witness))),
        ["OnceCell"] = async witness =>
        {
            var cell = new OnceCell<int>();
            await Task.Join(
                async () => await cell.GetOrInitAsync(() => witness.Lend(1)),
                async () => await cell.GetOrInitAsync(() => witness.Lend(1)));
        },
        ["AsyncLazy"] = async witness =>
        {
            var lazy = new AsyncLazy<int>(() => witness.Lend(1));
            await Task.Join(async () => await lazy.GetValueAsync(), async () => await lazy.GetValueAsync());
        },
        ["a task in a select of channels"] = async witness =>
        {
            (Sender<int> sender, Receiver<int> receiver) = System.Threading.Channels.Channel.Bounded<int>(1);
            using (sender)
            using (receiver)
            {
                await System.Threading.Channels.Channel.Select<int>().Receive(receiver, item => item).When(witness.Give(1), item => item).RunAsync();
            }
        },
    };

    private static async ValueTask<ValueTask> Nested(Witness witness)
    {
        await witness.Wait();
        return witness.Do();
    }

    private static async ValueTask<ValueTask<int>> NestedWithResult(Witness witness)
    {
        await witness.Wait();
        return witness.Lend(1);
    }
}
