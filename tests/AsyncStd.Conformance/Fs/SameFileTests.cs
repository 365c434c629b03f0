namespace AsyncStdConformance.Fs;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>Moving and replacing where the simple way is not open.</summary>
public sealed class SameFileTests
{
    private const string Elsewhere = "/dev/shm"; // another file system than the folder's, on most systems

    [Theory, OnFiles]
    public void A_file_that_is_moved_onto_itself_stays(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string path = folder.File("file", "contents");
            folder.Directory("sub");

            await File.MoveAsync(path, path);
            await File.MoveAsync(path, folder["sub/../file"]);
            await File.MoveAsync(path, path, overwrite: true);

            System.IO.File.ReadAllText(path).ShouldBe("contents");
            folder.File("other", "other");
            await Should.ThrowAsync<IOException>(async () => await File.MoveAsync(path, folder["other"]));
            System.IO.File.ReadAllText(folder["other"]).ShouldBe("other");
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.HardLinks)]
    public void A_file_that_is_moved_onto_another_name_of_its_own_stays(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "contents");
            await files.CreateHardLinkAsync(folder["name"], path, default);
            await files.CreateHardLinkAsync(folder["third"], path, default);
            System.IO.File.Move(path, folder["third"]); // whatever the BCL does

            await File.MoveAsync(path, folder["name"]);

            System.IO.File.ReadAllText(folder["name"]).ShouldBe("contents");
            System.IO.File.Exists(path).ShouldBeTrue("rename(2) of one file to itself does nothing");
        });

    [Theory, OnFiles]
    public void A_backup_on_another_file_system_is_a_copy(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!Directory.Exists(Elsewhere))
            {
                return;
            }

            string backup = Path.Join(Elsewhere, Path.GetFileName(folder.Path));
            try
            {
                System.IO.File.WriteAllText(backup, "the backup before");
                string path = folder.File("file", "old");
                System.IO.File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

                await File.ReplaceAsync(folder.File("source", "new"), path, backup);

                System.IO.File.ReadAllText(path).ShouldBe("new");
                System.IO.File.ReadAllText(backup).ShouldBe("old");
                System.IO.File.GetLastWriteTimeUtc(backup).Year.ShouldBe(2001);
                System.IO.File.Exists(folder["source"]).ShouldBeFalse();
            }
            finally
            {
                System.IO.File.Delete(backup);
            }
        });
}
