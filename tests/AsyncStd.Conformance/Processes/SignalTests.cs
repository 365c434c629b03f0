namespace AsyncStdConformance.Processes;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStdConformance.Harness;
using static AsyncStdConformance.Processes.CommandTests;

/// <summary>Signals to the test process itself: SIGCONT does nothing unless somebody listens.</summary>
[Collection(nameof(SignalTests))]
[UnsupportedOSPlatform("windows")]
public sealed class SignalTests
{
    private const PosixSignal Signal = PosixSignal.SIGCONT;

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
    public void What_cannot_be_heard_is_refused(ProcessCase on)
        => on.Run(async _ =>
        {
            Should.Throw<ArgumentException>(() => new SignalStream());
            Should.Throw<ArgumentException>(() => new SignalStream((PosixSignal)9));
            var disposed = new SignalStream(Signal);
            disposed.Dispose();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await disposed.NextAsync());
        });

    private static async Task RaiseAsync() => (await Shell($"kill -CONT {Environment.ProcessId}").StatusAsync()).IsSuccess.ShouldBeTrue();
}
