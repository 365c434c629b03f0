namespace AsyncStdConformance.Processes;

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using static AsyncStdConformance.Processes.CommandTests;

[UnsupportedOSPlatform("windows")]
public sealed class ChildTests
{
    [Theory, OnProcesses]
    public void A_child_answers_through_its_pipes(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).SpawnAsync();
            var reader = new BufReader(child.StandardOutput!);
            for (int i = 0; i < 20; i++)
            {
                await child.StandardInput!.WriteFmtAsync($"line {i}\n");
                (await reader.ReadLineAsync()).ShouldBe($"line {i}");
            }

            child.TryStatus(out ExitStatus none).ShouldBeFalse();
            child.StandardError.ShouldBeNull();
            await child.StandardInput!.CompleteWritesAsync();
            (await reader.ReadLineAsync()).ShouldBeNull();
            (await child.WaitAsync()).IsSuccess.ShouldBeTrue();
            child.TryStatus(out ExitStatus status).ShouldBeTrue();
            status.IsSuccess.ShouldBeTrue();
            child.Id.ShouldBeGreaterThan(0);
        });

    [Theory, OnProcesses]
    public void More_than_a_pipe_holds_goes_through_both_ways(ProcessCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = [.. Enumerable.Range(0, 500_000).Select(i => (byte)(i * 31))];
            await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).SpawnAsync();

            var (_, received) = await Task.Join(
                async () =>
                {
                    await child.StandardInput!.WriteAsync(bytes);
                    await child.StandardInput!.DisposeAsync();
                    return 0;
                },
                async () => await child.StandardOutput!.ReadToEndAsync());

            received.ShouldBe(bytes);
        });

    [Theory, OnProcesses]
    public void Both_outputs_are_read_at_once(ProcessCase on)
        => on.Run(async _ =>
        {
            ProcessOutput output = await Shell("head -c 300000 /dev/zero >&2; head -c 400000 /dev/zero").OutputAsync();

            output.StandardOutput.Length.ShouldBe(400_000);
            output.StandardError.Length.ShouldBe(300_000);
        });

    [Theory, OnProcesses]
    public void A_wait_ends_with_the_child_and_not_with_a_grandchild_that_holds_its_pipe(ProcessCase on)
        => on.Run(async _ =>
        {
            // dotnet/runtime#51277
            await using Child child = await Shell("sleep 30 & echo $!; exit 4").StandardOutput(Stdio.Pipe).SpawnAsync();
            var reader = new BufReader(child.StandardOutput!);
            int grandchild = int.Parse((await reader.ReadLineAsync())!);

            (await child.WaitAsync()).Code.ShouldBe(4);

            await Shell($"kill {grandchild}").StatusAsync();
            (await reader.ReadLineAsync()).ShouldBeNull();
        });

    [Theory, OnProcesses]
    public void The_output_is_complete_when_the_child_has_ended_whoever_holds_the_pipe(ProcessCase on)
        => on.Run(async _ =>
        {
            ProcessOutput output = await Shell("head -c 100000 /dev/zero; sleep 30 & echo $! >&2; exit 4").OutputAsync();

            output.ExitStatus.Code.ShouldBe(4);
            output.StandardOutput.Length.ShouldBe(100_000);
            await Shell($"kill {output.StandardErrorText}").StatusAsync();
        });

    [Theory, OnProcesses]
    public void The_output_ends_with_the_child_whoever_goes_on_writing(ProcessCase on)
        => on.Run(async _ =>
        {
            ProcessOutput output = await Shell("head -c 100000 /dev/zero; yes & echo $! >&2; exit 4").OutputAsync();

            await Shell($"kill {output.StandardErrorText}").StatusAsync();
            output.ExitStatus.Code.ShouldBe(4);
            output.StandardOutput.Span[..100_000].ContainsAnyExcept((byte)0).ShouldBeFalse();
        });

    [Theory, OnProcesses]
    public void What_says_more_than_allowed_is_named_and_killed(ProcessCase on)
        => on.Run(async _ =>
        {
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            var failure = await Should.ThrowAsync<InvalidDataException>(async () => await Shell($"echo $$ > {path}; exec yes").OutputAsync(maxLength: 100_000));
            int id = int.Parse(File.ReadAllText(path));
            File.Delete(path);

            failure.Message.ShouldContain("standard output of 'sh'");
            ShouldBeGone(id);
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Shell("true").OutputAsync(maxLength: -1));
        });

    [Theory, OnProcesses]
    public void An_output_that_is_cancelled_kills_the_child(ProcessCase on)
        => on.Run(async _ =>
        {
            foreach (bool byToken in new[] { false, true })
            {
                string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
                using var cancel = new CancellationTokenSource();
                var running = Task.Spawn(async () => await Shell($"echo $$ > {path}; exec sleep 30").OutputAsync(cancellationToken: cancel.Token));
                await Turns.Until(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), "the child");
                int id = int.Parse(File.ReadAllText(path));
                File.Delete(path);

                if (byToken)
                {
                    await cancel.CancelAsync();
                    await Should.ThrowAsync<OperationCanceledException>(async () => await running);
                }
                else
                {
                    await running.CancelAsync();
                }

                ShouldBeGone(id);
            }
        });

    [Theory, OnProcesses]
    public void More_output_than_allowed_ends_it(ProcessCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<InvalidDataException>(async () => await Shell("yes").OutputAsync(maxLength: 100_000));
            (await Shell("echo 12345").OutputAsync(maxLength: 6)).StandardOutputText.ShouldBe("12345\n");
        });

    [Theory, OnProcesses]
    public void A_cancelled_wait_leaves_the_child_and_a_later_one_gets_its_end(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Null).KillOnDispose().SpawnAsync();
            Child second = await Shell("sleep 30").KillOnDispose().SpawnAsync();
            var waiting = Task.Spawn(async () => await second.WaitAsync());
            await Task.YieldNow();

            await waiting.CancelAsync();
            second.TryStatus(out ExitStatus unknown).ShouldBeFalse();
            await second.KillAsync();
            (await second.WaitAsync()).IsSuccess.ShouldBeFalse();
            (await second.WaitAsync()).IsSuccess.ShouldBeFalse();
            await second.DisposeAsync();
        });

    [Theory, OnProcesses]
    public void A_cancelled_read_of_a_pipe_loses_nothing(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).KillOnDispose().SpawnAsync();
            using var cancel = new CancellationTokenSource();
            var reading = Task.Spawn(async () => await child.StandardOutput!.ReadAsync(new byte[100], cancel.Token));
            await Task.YieldNow();
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await reading);

            var stopped = Task.Spawn(async () => await child.StandardOutput!.ReadAsync(new byte[100]));
            await Task.YieldNow();
            await stopped.CancelAsync();

            await child.StandardInput!.WriteFmtAsync($"kept");
            await child.StandardInput!.DisposeAsync();
            (await child.StandardOutput!.ReadToStringAsync()).ShouldBe("kept");
        });

    [Theory, OnProcesses]
    public void A_status_that_is_cancelled_kills_the_child(ProcessCase on)
        => on.Run(async _ =>
        {
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            var running = Task.Spawn(async () => await Shell($"echo $$ > {path}; exec sleep 30").StatusAsync());
            await Turns.Until(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), "the child");
            int id = int.Parse(File.ReadAllText(path));
            File.Delete(path);

            await running.CancelAsync();

            ShouldBeGone(id);
        });

    [Theory, OnProcesses]
    public void Disposing_kills_only_if_that_was_said(ProcessCase on)
        => on.Run(async _ =>
        {
            Child killed = await Shell("sleep 30").KillOnDispose().SpawnAsync();
            Child left = await new Command("cat").StandardInput(Stdio.Pipe).SpawnAsync();
            int id = killed.Id;

            await killed.DisposeAsync();
            left.Dispose(); // sees the end of its input, and ends by itself

            ShouldBeGone(id);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await killed.WaitAsync());
        });

    [Theory, OnProcesses]
    public void What_is_cancelled_beforehand_leaves_the_input_open(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).KillOnDispose().SpawnAsync();
            var cancelled = new CancellationToken(canceled: true);

            await Should.ThrowAsync<OperationCanceledException>(async () => await child.WaitAsync(cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await child.OutputAsync(cancellationToken: cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await child.StopAsync(cancellationToken: cancelled));
            (await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await child.StopAsync(TimeSpan.FromSeconds(-2)))).ParamName.ShouldBe("grace");

            await child.StandardInput!.WriteFmtAsync($"still there");
            ProcessOutput output = await child.OutputAsync();
            output.StandardOutputText.ShouldBe("still there");
            output.ExitStatus.IsSuccess.ShouldBeTrue();
        });

    [Theory, OnProcesses]
    public void Disposing_at_once_kills_too_if_that_was_said(ProcessCase on)
        => on.Run(async _ =>
        {
            Child child = await Shell("exec sleep 30").StandardOutput(Stdio.Pipe).KillOnDispose().SpawnAsync();
            int id = child.Id;

            child.Dispose();

            await Turns.Until(() => !File.Exists($"/proc/{id}/stat"), "the end of the child, and that it is collected");
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.Terminate, Lacking = Traits.VirtualTime)]
    public void A_stop_that_is_cancelled_has_asked_and_leaves_the_child(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("trap 'echo asked' TERM; echo ready; while :; do sleep 0.01; done").StandardOutput(Stdio.Pipe).KillOnDispose().SpawnAsync();
            var reader = new BufReader(child.StandardOutput!);
            (await reader.ReadLineAsync()).ShouldBe("ready");
            using var cancel = new CancellationTokenSource();
            var stopping = Task.Spawn(async () => await child.StopAsync(Timeout.InfiniteTimeSpan, cancellationToken: cancel.Token));
            (await reader.ReadLineAsync()).ShouldBe("asked");

            await cancel.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await stopping);
            child.TryStatus(out ExitStatus unknown).ShouldBeFalse();
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.Terminate)]
    public void Stopping_a_child_that_has_ended_says_how(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("exit 6").SpawnAsync();
            (await child.WaitAsync()).Code.ShouldBe(6);

            (await child.StopAsync()).Code.ShouldBe(6);
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.Terminate, Lacking = Traits.VirtualTime)]
    public void Stopping_asks_and_then_kills(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child polite = await Shell("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done").StandardOutput(Stdio.Pipe).SpawnAsync();
            await using Child deaf = await Shell("trap '' TERM; echo ready; while :; do sleep 0.01; done").StandardOutput(Stdio.Pipe).SpawnAsync();
            var reader = new BufReader(polite.StandardOutput!);
            (await reader.ReadLineAsync()).ShouldBe("ready");
            (await new BufReader(deaf.StandardOutput!).ReadLineAsync()).ShouldBe("ready");

            (await polite.StopAsync(TimeSpan.FromDays(1))).Code.ShouldBe(5);
            (await reader.ReadLineAsync()).ShouldBe("bye");
            ExitStatus status = await deaf.StopAsync(TimeSpan.FromMilliseconds(20), entireTree: true);

            status.ExitCode.ShouldBe(137);
            status.IsSuccess.ShouldBeFalse();
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.ExitSignals)]
    public void A_signal_that_ended_a_child_is_told_from_a_code(ProcessCase on)
        => on.Run(async _ =>
        {
            ExitStatus killed = await Shell("kill -9 $$").StatusAsync();
            ExitStatus terminated = await Shell("kill -15 $$").StatusAsync();

            killed.Code.ShouldBeNull();
            ((int?)killed.Signal).ShouldBe(9);
            killed.ExitCode.ShouldBe(137);
            terminated.Signal.ShouldBe(PosixSignal.SIGTERM);
            terminated.ToString().ShouldBe("signal SIGTERM");
            (await Shell("exit 137").StatusAsync()).Code.ShouldBe(137);
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.Signals)]
    public void Signals_reach_a_child_or_its_group(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("trap 'echo usr1' USR1; trap 'echo hup' HUP; echo ready; while :; do sleep 0.01; done")
                .StandardOutput(Stdio.Pipe).ProcessGroup().KillOnDispose().SpawnAsync();
            var reader = new BufReader(child.StandardOutput!);
            (await reader.ReadLineAsync()).ShouldBe("ready");

            child.Signal((PosixSignal)10).ShouldBeTrue();
            (await reader.ReadLineAsync()).ShouldBe("usr1");
            child.Signal(PosixSignal.SIGHUP).ShouldBeTrue();
            (await reader.ReadLineAsync()).ShouldBe("hup");
            Should.Throw<ArgumentOutOfRangeException>(() => child.Signal((PosixSignal)1000));
            child.Signal(PosixSignal.SIGTERM, wholeGroup: true).ShouldBeTrue();
            (await child.WaitAsync()).Signal.ShouldBe(PosixSignal.SIGTERM);
            child.Signal(PosixSignal.SIGTERM).ShouldBeFalse();
            await using Child grouped = await Shell("sleep 30").KillOnDispose().SpawnAsync();
            Should.Throw<InvalidOperationException>(() => grouped.Signal(PosixSignal.SIGTERM, wholeGroup: true));
            child.SafeHandle.ShouldNotBeNull();
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.KillTree)]
    public void Killing_the_tree_reaches_grandchildren(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("sh -c 'sleep 30 & echo $!; wait' & wait").StandardOutput(Stdio.Pipe).SpawnAsync();
            var reader = new BufReader(child.StandardOutput!);
            (await reader.ReadLineAsync()).ShouldNotBeNull();

            await child.KillAsync(entireTree: true);

            (await child.WaitAsync()).IsSuccess.ShouldBeFalse();
            (await reader.ReadLineAsync()).ShouldBeNull("the last holder of the pipe is gone");
        });

    [Theory, OnProcesses]
    public void Writing_to_a_child_that_is_gone_fails(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("exec <&-; echo closed; exec sleep 30").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).KillOnDispose().SpawnAsync();
            (await new BufReader(child.StandardOutput!).ReadLineAsync()).ShouldBe("closed");

            // Another child that is being started just then may have the reading end for a moment, too.
            var failure = await Should.ThrowAsync<IOException>(async () =>
            {
                while (true)
                {
                    await child.StandardInput!.WriteAsync(new byte[10]);
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                }
            });

            failure.Message.ShouldContain("standard input of 'sh'");
        });

    [Theory, OnProcesses]
    public void Text_of_both_outputs_is_read_at_once(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("echo out; echo err >&2").StandardOutput(Stdio.Pipe).StandardError(Stdio.Pipe).SpawnAsync();

            (await child.ReadAllTextAsync()).ShouldBe(("out\n", "err\n"));
        });

    [Theory, OnProcesses]
    public void What_a_started_child_says_is_collected_until_it_ends(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child child = await Shell("echo out; echo err >&2; exit 3")
                .StandardInput(Stdio.Inherit).StandardOutput(Stdio.Pipe).StandardError(Stdio.Pipe).SpawnAsync();

            ProcessOutput output = await child.OutputAsync();

            output.ExitStatus.ExitCode.ShouldBe(3);
            output.StandardOutput.ToArray().ShouldBe("out\n"u8.ToArray());
            output.StandardError.ToArray().ShouldBe("err\n"u8.ToArray());
        });

    [Theory, OnProcesses(Lacking = Traits.Hosted | Traits.View)]
    public void Many_children_at_once_all_end(ProcessCase on)
        => on.Run(async runtime =>
        {
            int count = Scale.Of(usual: 50, full: 500);
            await using var group = new TaskGroup<int>();
            for (int i = 0; i < count; i++)
            {
                string number = i.ToString();
                _ = group.Spawn(async () => int.Parse((await new Command("echo").Arg(number).OutputAsync()).StandardOutputText));
            }

            List<int> all = [];
            await foreach (int number in group)
            {
                all.Add(number);
            }

            all.Order().ShouldBe(Enumerable.Range(0, count));
        });

    [Theory, OnProcesses(Lacking = Traits.Hosted | Traits.View)]
    public void A_lot_of_output_passes_through_a_pipe_and_is_not_collected(ProcessCase on)
        => on.Run(async _ =>
        {
            long count = Scale.Of(usual: 20_000_000, full: 1_000_000_000);
            await using Child child = await new Command("head").Args("-c", count.ToString(), "/dev/zero").StandardOutput(Stdio.Pipe).SpawnAsync();

            (await Io.CopyAsync(child.StandardOutput!, Stream.Null)).ShouldBe(count);
            (await child.WaitAsync()).IsSuccess.ShouldBeTrue();
        });

    private static void ShouldBeGone(int id)
        => Should.Throw<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(id).HasExited ? throw new ArgumentException("ended") : 0);
}
