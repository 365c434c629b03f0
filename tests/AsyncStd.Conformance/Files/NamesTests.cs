namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>Names are made, changed and taken away.</summary>
public sealed class NamesTests
{
    [Theory, OnFiles(EveryRuntime = true)]
    public void Directories_and_files_come_and_go(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            await files.CreateDirectoryAsync(folder["directory"], null, default);
            await files.WriteFileAsync(folder["directory/file"], "text"u8.ToArray(), FileOpenOptions.Create, default);

            await Should.ThrowAsync<IOException>(async () => await files.RemoveDirectoryAsync(folder["directory"], default));
            await files.RenameAsync(folder["directory/file"], folder["file"], RenameMode.Replace, default);
            await files.RemoveDirectoryAsync(folder["directory"], default);

            File.ReadAllText(folder["file"]).ShouldBe("text");
            await files.RemoveFileAsync(folder["file"], default);
            Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    [Theory, OnFiles]
    public void Renaming_replaces_a_file_and_an_empty_directory(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.File("new", "new");
            folder.File("old", "old");
            folder.Directory("full");
            folder.File("full/file");
            folder.Directory("empty");

            await files.RenameAsync(folder["new"], folder["old"], RenameMode.Replace, default);
            await Should.ThrowAsync<IOException>(async () => await files.RenameAsync(folder["empty"], folder["full"], RenameMode.Replace, default));
            await Should.ThrowAsync<IOException>(async () => await files.RenameAsync(folder["old"], folder["empty"], RenameMode.Replace, default));
            await files.RenameAsync(folder["full"], folder["empty"], RenameMode.Replace, default);
            await files.RenameAsync(folder["old"], folder["fresh"], RenameMode.NoReplace, default);

            File.ReadAllText(folder["fresh"]).ShouldBe("new");
            File.Exists(folder["empty/file"]).ShouldBeTrue();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.Exchange)]
    public void Two_names_change_places(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.File("one", "1");
            folder.File("two", "2");

            await files.RenameAsync(folder["one"], folder["two"], RenameMode.Exchange, default);

            File.ReadAllText(folder["one"]).ShouldBe("2");
            File.ReadAllText(folder["two"]).ShouldBe("1");
        });

    [Theory, OnFiles]
    public void Links_are_created_read_and_resolved(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.Directory("real");
            folder.File("real/file");

            await files.CreateSymbolicLinkAsync(folder["link"], "real", true, default);

            (await files.ReadLinkAsync(folder["link"], default)).ShouldBe("real");
            (await files.CanonicalizeAsync(folder["link/../link/./file"], default)).ShouldBe(folder["real/file"]);
            (await Should.ThrowAsync<IOException>(async () => await files.ReadLinkAsync(folder["real"], default))).Message.ShouldContain("no symbolic link");
            await Should.ThrowAsync<IOException>(async () => await files.CanonicalizeAsync(folder["real/file/x"], default));
            await Should.ThrowAsync<IOException>(async () => await files.RemoveDirectoryAsync(folder["link"], default));
            await files.RemoveFileAsync(folder["link"], default);
            Directory.Exists(folder["real"]).ShouldBeTrue();
        });

    [Theory, OnFiles]
    public void A_file_is_replaced_and_the_old_one_kept(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.File("new", "new");
            folder.File("file", "old");

            await files.ReplaceAsync(folder["new"], folder["file"], folder["backup"], false, default);

            File.ReadAllText(folder["file"]).ShouldBe("new");
            File.ReadAllText(folder["backup"]).ShouldBe("old");
            File.Exists(folder["new"]).ShouldBeFalse();
            await Should.ThrowAsync<FileNotFoundException>(async () => await files.ReplaceAsync(folder["new"], folder["file"], null, false, default));
        });

    [Theory, OnFiles]
    public void A_copy_has_contents_and_permissions_and_never_the_source_itself(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string text = new('x', 300_000);
            string path = folder.File("file", text);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
            Modes.Set(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupExecute);
            folder.File("old", new string('y', 400_000));

            (await files.CopyFileAsync(path, folder["copy"], FileCopyOptions.Default, default)).ShouldBe(text.Length);
            (await files.CopyFileAsync(path, folder["old"], new FileCopyOptions { Cloning = FileCloning.Forbid, CopyTimes = true }, default)).ShouldBe(text.Length);
            (await files.CopyFileAsync(folder.File("empty"), folder["empty copy"], FileCopyOptions.Default, default)).ShouldBe(0);
            await Should.ThrowAsync<IOException>(async () => await files.CopyFileAsync(path, path, FileCopyOptions.Default, default));

            File.ReadAllText(folder["copy"]).ShouldBe(text);
            Modes.Get(folder["copy"]).ShouldBe(Modes.Get(path));
            File.GetLastWriteTimeUtc(folder["copy"]).ShouldNotBe(DateTime.UnixEpoch);
            File.ReadAllText(folder["old"]).ShouldBe(text);
            File.GetLastWriteTimeUtc(folder["old"]).ShouldBe(DateTime.UnixEpoch);
            File.ReadAllText(path).ShouldBe(text);
            if (File.Exists("/proc/self/status"))
            {
                (await files.CopyFileAsync("/proc/self/status", folder["status"], FileCopyOptions.Default, default)).ShouldBeGreaterThan(100);
            }
        });

    [Theory, OnFiles]
    public void A_copy_of_what_the_kernel_makes_up_holds_what_reading_it_gives(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string[] paths = ["/proc/version", "/proc/filesystems", "/sys/devices/system/cpu/online", "/sys/devices/system/cpu/possible", "/sys/kernel/mm/transparent_hugepage/enabled"];
            foreach (string path in paths.Where(File.Exists))
            {
                var read = new System.Buffers.ArrayBufferWriter<byte>();
                await files.ReadFileAsync(path, read, default);

                (await files.CopyFileAsync(path, folder["copy"], FileCopyOptions.Default with { CopyPermissions = false }, default)).ShouldBe(read.WrittenCount, path);

                read.WrittenCount.ShouldBeGreaterThan(0, path);
                File.ReadAllBytes(folder["copy"]).ShouldBe(read.WrittenSpan.ToArray(), path);
            }
        });

    [Theory, OnFiles]
    public void Durable_names_and_the_places_of_the_process_are_told(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            await files.SyncDirectoryAsync(folder.Path, default);
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await files.SyncDirectoryAsync(folder["missing"], default));

            files.CurrentDirectory.ShouldBe(Directory.GetCurrentDirectory());
            files.TemporaryDirectory.ShouldBe(Path.GetTempPath());
            files.GetRoots().ShouldContain(Path.GetPathRoot(folder.Path)!);
            await files.SetCurrentDirectoryAsync(files.CurrentDirectory, default);
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await files.SetCurrentDirectoryAsync(folder["missing"], default));
        });
}
