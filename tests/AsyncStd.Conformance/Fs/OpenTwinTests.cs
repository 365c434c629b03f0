namespace AsyncStdConformance.Fs;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;
using File = AsyncStd.Fs.File;

/// <summary>The twins of the BCL's members that open a file take the same words to mean the same.</summary>
public sealed class OpenTwinTests
{
    [Theory, OnFiles]
    public void A_missing_file_is_created_to_be_read(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using (File file = await File.OpenAsync(folder["one"], FileMode.OpenOrCreate, FileAccess.Read))
            {
                (await file.ReadAsync(new byte[1])).ShouldBe(0);
            }

            await using (await File.OpenAsync(folder["two"], new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Read }))
            {
            }

            (await File.OpenHandleAsync(folder["three"], FileMode.OpenOrCreate)).Dispose();

            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["one", "three", "two"]);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_file_is_inherited_by_children_only_if_that_was_asked_for(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return;
            }

            const int CloseOnExec = 0x80000;
            foreach (FileMode mode in (FileMode[])[FileMode.Create, FileMode.Open, FileMode.OpenOrCreate])
            {
                using SafeFileHandle kept = await File.OpenHandleAsync(folder["file"], mode, FileAccess.ReadWrite, FileShare.ReadWrite);
                using SafeFileHandle inherited = await File.OpenHandleAsync(folder["file"], mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Inheritable);

                (Flags(kept) & CloseOnExec).ShouldBe(CloseOnExec);
                (Flags(inherited) & CloseOnExec).ShouldBe(0);
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_file_goes_with_a_handle_of_the_system_if_that_was_asked_for(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            SafeFileHandle handle = await File.OpenHandleAsync(folder["file"], FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
            System.IO.File.Exists(folder["file"]).ShouldBeTrue();

            handle.Dispose();

            System.IO.File.Exists(folder["file"]).ShouldBeFalse();
            await Should.ThrowAsync<FileNotFoundException>(async () => await File.OpenHandleAsync(folder["none"], options: FileOptions.DeleteOnClose));
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_file_that_goes_when_it_is_closed_goes_whoever_closes_it(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
            Func<File, Task>[] ways =
            [
                async file => await file.DisposeAsync(),
                async file => (await file.IntoHandleAsync()).Dispose(),
                async file => await (await file.IntoFileStreamAsync()).DisposeAsync(),
            ];
            foreach (Func<File, Task> way in ways)
            {
                await using File file = await File.OpenAsync(folder["file"], options);
                System.IO.File.Exists(folder["file"]).ShouldBeTrue();

                try
                {
                    await way(file);
                }
                catch (NotSupportedException e)
                {
                    e.Message.ShouldContain(folder["file"]); // a driver that cannot give it away says so, and keeps it
                    await file.WriteAsync("more"u8.ToArray());
                    await file.DisposeAsync();
                }

                System.IO.File.Exists(folder["file"]).ShouldBeFalse();
            }
        });

    /// <summary>What open(2) was told and fcntl(2) has changed.</summary>
    private static int Flags(SafeFileHandle handle)
        => Convert.ToInt32(System.IO.File.ReadLines($"/proc/self/fdinfo/{handle.DangerousGetHandle()}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim(), 8);
}
