using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

// Two tasks that each wait for the other to end: neither ever will. The dump says who they are, what they wait for and where they come from.
// With "--wait" the program then hangs, as such programs do: send it SIGQUIT (Ctrl+\), on Windows Ctrl+Break, to see the dump again.
await using Runtime runtime = new RuntimeBuilder()
    .Name("deadlock")
    .Configure(options =>
    {
        options.DumpOnSignal = true;
        options.ShutdownTimeout = TimeSpan.Zero;
    })
    .Build();

bool keepsWaiting = args.Contains("--wait");
runtime.BlockOn(async () =>
{
    var left = new TaskCompletionSource<JoinHandle>();
    JoinHandle right = Task.Spawn(async () => await await left.Task, "right");
    left.SetResult(Task.Spawn(async () => await right, "left"));

    await Task.Sleep(TimeSpan.FromSeconds(1));
    Console.Write(runtime.Dump());
    if (keepsWaiting)
    {
        Console.WriteLine("waiting");
        await right;
    }

    right.Cancel();
});
