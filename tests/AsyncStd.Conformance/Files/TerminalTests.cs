namespace AsyncStdConformance.Files;

using System.Runtime.InteropServices;
using System.Text;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;

/// <summary>Terminals: somebody may sit there and say nothing for hours.</summary>
public sealed class TerminalTests
{
    private const nuint GetNumber = 0x80045430; // TIOCGPTN
    private const nuint SetLock = 0x40045431; // TIOCSPTLCK

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_read_of_a_terminal_waits_without_a_thread_and_can_be_cancelled(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, _) =>
        {
            if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/dev/ptmx"))
            {
                return;
            }

            using SafeFileHandle person = System.IO.File.OpenHandle("/dev/ptmx", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var keyboard = new FileStream(person, FileAccess.ReadWrite, bufferSize: 0);
            using IFileHandle terminal = await files.OpenAsync(Other(person), new FileOpenOptions { Access = FileAccess.ReadWrite }, default);
            int callsBefore = Runtime.Current.Metrics.BlockingOutstanding;
            using var cancel = new CancellationTokenSource();
            byte[] buffer = new byte[100];

            ValueTask<int> read = terminal.ReadAsync(buffer, cancel.Token);
            Runtime.Current.Metrics.BlockingOutstanding.ShouldBe(callsBefore);
            read.IsCompleted.ShouldBeFalse();
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await read);
            read = terminal.ReadAsync(buffer, default);
            read.IsCompleted.ShouldBeFalse();
            keyboard.Write("a line\n"u8);

            Encoding.ASCII.GetString(buffer, 0, await read).ShouldBe("a line\n", "the read that was cancelled has taken nothing of it");
            terminal.CanSeek.ShouldBeFalse();
        });

    /// <summary>The path of the end where a program sits, which may be opened from now on.</summary>
    private static string Other(SafeFileHandle person)
    {
        int off = 0, number = 0;
        Control(person, SetLock, ref off).ShouldBe(0);
        Control(person, GetNumber, ref number).ShouldBe(0);
        return $"/dev/pts/{number}";
    }

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle descriptor, nuint request, ref int argument);
}
