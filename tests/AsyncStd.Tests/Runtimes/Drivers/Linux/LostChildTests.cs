namespace AsyncStdTests.Runtimes.Drivers;

using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Runtimes.Executors;
using Microsoft.Win32.SafeHandles;

[SupportedOSPlatform("linux")]
public sealed class LostChildTests
{
    [LinuxFact]
    public async Task A_child_whose_status_somebody_else_collects_is_lost()
    {
        // The shell collects what it has started: this process is no parent of it.
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 1000 & echo $!; wait"]) { RedirectStandardOutput = true })!;
        int id = int.Parse(shell.StandardOutput.ReadLine()!);
        using var child = new LinuxChild(id, new SafeFileHandle(ProcessNative.PidfdOpen(id), ownsHandle: true), new ProcessSpec { FileName = "stranger" }, new IFileHandle?[3]);
        child.Watch();
        Task<ProcessExit> wait = child.WaitAsync(CancellationToken.None).AsTask();

        await child.KillAsync(entireTree: false, CancellationToken.None);

        var failure = await Should.ThrowAsync<IOException>(wait);
        failure.Message.ShouldContain("'stranger'");
        failure.Message.ShouldContain("Somebody else");
        Should.Throw<IOException>(() => child.TryGetExit(out _));
        await Should.ThrowAsync<IOException>(async () => await child.WaitAsync(CancellationToken.None));
        await shell.WaitForExitAsync();
    }
}
