namespace AsyncStdTests.Runtimes.Drivers;

using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Runtimes.Executors;
using Microsoft.Win32.SafeHandles;

[SupportedOSPlatform("linux")]
public sealed class KilledTreeTests
{
    [LinuxFact]
    public async Task A_child_whose_tree_cannot_be_listed_is_killed_all_the_same()
    {
        using Process process = Process.Start("sleep", "1000");
        using LinuxChild child = ChildOf(process);

        Should.Throw<DirectoryNotFoundException>(() => child.KillTree("/none"));

        await process.WaitForExitAsync();
    }

    [LinuxFact]
    public async Task A_process_that_cannot_be_looked_at_does_not_count_as_ended()
    {
        using Process process = Process.Start("sleep", "1000");
        using LinuxChild child = ChildOf(process);
        DirectoryInfo processes = Directory.CreateTempSubdirectory("async-std-");
        try
        {
            processes.CreateSubdirectory("1");
            File.CreateSymbolicLink(Path.Join(processes.FullName, "1", "stat"), "stat"); // a circle: an error that says nothing about the process

            Should.Throw<IOException>(() => child.KillTree(processes.FullName));
        }
        finally
        {
            processes.Delete(recursive: true);
        }

        await process.WaitForExitAsync();
    }

    private static LinuxChild ChildOf(Process process)
        => new(process.Id, new SafeFileHandle(ProcessNative.PidfdOpen(process.Id), ownsHandle: true), new ProcessSpec { FileName = "child" }, new IFileHandle?[3]);
}
