namespace AsyncStdConformance.Processes;

using System.Runtime.Versioning;
using AsyncStd.Fs;
using AsyncStd.Process;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using Microsoft.Win32.SafeHandles;
using File = AsyncStd.Fs.File;

[UnsupportedOSPlatform("windows")]
public sealed class LentFifoTests
{
    [Theory, OnProcesses(Needing = ProcessCapabilities.HandlePassing)]
    public void A_fifo_that_a_child_is_lent_makes_it_wait_and_the_lender_not(ProcessCase on)
        => on.Run(async _ =>
        {
            using var folder = new Folder();
            string path = folder["fifo"];
            Shell.Run("mkfifo", path);
            Task<File> opening = File.OpenAsync(path).AsTask();
            File writer = await new OpenOptions { Write = true }.OpenAsync(path);
            await using File reader = await opening;
            ValueTask<int> reading = reader.ReadAsync(new byte[16]);
            await writer.WriteAsync("mine"u8.ToArray());
            (await reading).ShouldBe(4);

            SafeFileHandle lent = reader.SafeFileHandle;
            if (OperatingSystem.IsLinux())
            {
                const int NonBlocking = 0x800;
                string flags = System.IO.File.ReadLines($"/proc/self/fdinfo/{lent.DangerousGetHandle()}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
                (Convert.ToInt32(flags[6..].Trim(), 8) & NonBlocking).ShouldBe(0);
            }

            reading = reader.ReadAsync(new byte[16]); // keeps no thread that the writer needs
            await writer.WriteAsync("mine"u8.ToArray());
            (await reading).ShouldBe(4);
            Task<ProcessOutput> output = new Command("cat").StandardInput(Stdio.FromHandle(lent)).OutputAsync().AsTask();
            await writer.WriteAsync("the child's"u8.ToArray());
            await writer.CloseAsync();

            (await output).StandardOutputText.ShouldBe("the child's");
        });
}
