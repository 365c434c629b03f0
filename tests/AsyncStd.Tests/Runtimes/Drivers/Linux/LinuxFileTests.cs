namespace AsyncStdTests.Runtimes.Drivers;

using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Runtimes.Executors;

[SupportedOSPlatform("linux")]
public sealed class LinuxFileTests
{
    private static readonly FileOpenOptions s_removed = FileOpenOptions.Create with { DeleteOnClose = true };

    [LinuxFact]
    public async Task The_process_is_in_its_supplementary_groups()
    {
        using Process process = Process.Start(new ProcessStartInfo("id", "-G") { RedirectStandardOutput = true })!;
        uint[] groups = [.. (await process.StandardOutput.ReadToEndAsync()).Split().Where(each => each.Length > 0).Select(uint.Parse)];

        groups.ShouldNotBeEmpty();
        groups.ShouldAllBe(group => LinuxCalls.IsInGroup(group));
        LinuxCalls.IsInGroup(uint.MaxValue - 1).ShouldBeFalse();
    }

    [LinuxFact]
    public async Task A_file_system_says_of_what_sort_it_is()
    {
        const uint Proc = 0x9FA0; // PROC_SUPER_MAGIC
        using IFileHandle file = await LinuxFileSystem.Shared.OpenAsync("/proc/self/status", FileOpenOptions.Read, default);
        file.TryGetSafeFileHandle(out Microsoft.Win32.SafeHandles.SafeFileHandle? handle).ShouldBeTrue();

        LinuxCalls.TypeOfFileSystem((int)handle!.DangerousGetHandle()).ShouldBe(Proc);
        LinuxLocking.MayShare((int)handle.DangerousGetHandle(), FileAccess.ReadWrite).ShouldBeTrue();
    }

    [Theory]
    [InlineData(LinuxFlags.Nfs)]
    [InlineData(LinuxFlags.Cifs)]
    [InlineData(LinuxFlags.Smb)]
    [InlineData(LinuxFlags.Smb2)]
    public void A_file_on_a_network_has_no_shared_lock_while_it_is_written(uint type)
    {
        LinuxLocking.MayShareOn(type, FileAccess.Write).ShouldBeFalse();
        LinuxLocking.MayShareOn(type, FileAccess.ReadWrite).ShouldBeFalse();
        LinuxLocking.MayShareOn(0xEF53, FileAccess.Write).ShouldBeTrue(); // ext4
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Locks_are_switched_off_as_those_of_the_base_class_library(string? value, bool areOff) => LinuxLocking.AreSwitchedOff(value).ShouldBe(areOff);

    [LinuxFact]
    public async Task What_goes_with_its_handle_is_known_by_its_full_path()
    {
        string folder = Directory.CreateTempSubdirectory("async-std-").FullName;
        try
        {
            string path = Path.Join(folder, "file");
            string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);

            using (var file = (LinuxFileHandle)await LinuxFileSystem.Shared.OpenAsync(relative, s_removed, default))
            {
                file.Path.ShouldBe(relative);
                Path.IsPathFullyQualified(file.Removed!).ShouldBeTrue();
                Path.GetFullPath(file.Removed!).ShouldBe(path);
            }

            File.Exists(path).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
