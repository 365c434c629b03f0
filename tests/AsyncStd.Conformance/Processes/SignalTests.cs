namespace AsyncStdConformance.Processes;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStdConformance.Harness;
using static AsyncStdConformance.Processes.CommandTests;

/// <summary>Signals to the test process itself: SIGCONT does nothing unless somebody listens, and the others are sent only while somebody does.</summary>
[Collection(nameof(SignalTests))]
[UnsupportedOSPlatform("windows")]
public sealed class SignalTests
{
    private const PosixSignal Signal = PosixSignal.SIGCONT;

    private static readonly PosixSignal[] s_ending =
    [
        PosixSignal.SIGTERM, .. IsIgnored(2) ? [] : new[] { PosixSignal.SIGINT }, .. IsIgnored(1) ? [] : new[] { PosixSignal.SIGHUP },
    ];

    [Theory, OnProcesses]
    public void A_signal_is_heard(ProcessCase on)
        => on.Run(async _ =>
        {
            using var signals = new SignalStream(Signal);

            await RaiseAsync();

            (await signals.NextAsync()).ShouldBe(Signal);
            await RaiseAsync();
            await foreach (PosixSignal signal in signals)
            {
                signal.ShouldBe(Signal);
                break;
            }
        });

    [Theory, OnProcesses]
    public void A_cancelled_wait_loses_no_signal(ProcessCase on)
        => on.Run(async _ =>
        {
            using var signals = new SignalStream(Signal);
            var waiting = Task.Spawn(async () => await signals.NextAsync());
            await Task.YieldNow();

            await waiting.CancelAsync();
            await RaiseAsync();

            (await signals.NextAsync()).ShouldBe(Signal);
        });

    [Theory, OnProcesses]
    public void Waits_for_one_signal_can_be_left(ProcessCase on)
        => on.Run(async _ =>
        {
            var waiting = Task.Spawn(async () => await SignalStream.WaitAsync(Signal));
            var interrupt = Task.Spawn(async () => await SignalStream.CtrlCAsync());
            await Task.YieldNow();

            await waiting.CancelAsync();
            await interrupt.CancelAsync();

            waiting.IsCanceled.ShouldBeTrue();
            interrupt.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnProcesses]
    public void Signals_that_would_end_the_process_are_heard_instead(ProcessCase on)
        => on.Run(async _ =>
        {
            foreach (PosixSignal signal in s_ending)
            {
                using var signals = new SignalStream(signal);

                await RaiseAsync(signal);

                (await signals.NextAsync()).ShouldBe(signal);
            }
        });

    [Theory, OnProcesses]
    public void A_wait_for_one_signal_ends_with_it(ProcessCase on)
        => on.Run(async _ =>
        {
            foreach (PosixSignal signal in s_ending)
            {
                var begun = new TaskCompletionSource();
                var waiting = Task.Spawn(async () =>
                {
                    ValueTask wait = signal == PosixSignal.SIGINT ? SignalStream.CtrlCAsync() : SignalStream.WaitAsync(signal);
                    begun.SetResult();
                    await wait;
                });
                await begun.Task;

                await RaiseAsync(signal);

                await waiting;
            }
        });

    [Theory, OnProcesses]
    public void Two_signals_that_come_between_two_waits_are_both_heard(ProcessCase on)
        => on.Run(async _ =>
        {
            using var signals = new SignalStream(Signal, PosixSignal.SIGTERM);

            await RaiseAsync(PosixSignal.SIGTERM);
            await RaiseAsync();

            new[] { await signals.NextAsync(), await signals.NextAsync() }.ShouldBe([Signal, PosixSignal.SIGTERM], ignoreOrder: true);
        });

    [Theory, OnProcesses]
    public void What_cannot_be_heard_is_refused(ProcessCase on)
        => on.Run(async _ =>
        {
            Should.Throw<ArgumentException>(() => new SignalStream());
            Should.Throw<ArgumentException>(() => new SignalStream((PosixSignal)9));
            var disposed = new SignalStream(Signal);
            disposed.Dispose();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await disposed.NextAsync());
        });

    private static async Task RaiseAsync(PosixSignal signal = Signal)
        => (await Shell($"kill -{signal.ToString()[3..]} {Environment.ProcessId}").StatusAsync()).IsSuccess.ShouldBeTrue();

    /// <summary>Whether this process was started with the signal ignored, as with nohup or in the background of a script: the base class library leaves that so.</summary>
    private static bool IsIgnored(int number)
        => OperatingSystem.IsLinux()
            && (Convert.ToUInt64(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) >> (number - 1) & 1) != 0;
}
