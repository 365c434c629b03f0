namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>What others may do with a file meanwhile.</summary>
public sealed class SharingTests
{
    private static readonly FileOpenOptions s_alone = FileOpenOptions.Create with { Share = FileShare.None };

    [Theory, OnFiles]
    public void A_file_in_use_keeps_its_contents_when_it_is_to_be_emptied(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "contents");
            using IFileHandle holder = await files.OpenAsync(path, new FileOpenOptions { Share = FileShare.None }, default);
            Func<Task>[] calls =
            [
                async () => await files.OpenAsync(path, s_alone, default),
                async () => await files.OpenAsync(path, s_alone with { Creation = FileCreation.OpenExisting }, default),
                async () => await files.OpenAsync(path, s_alone with { PreallocationSize = 4096 }, default),
                async () => await files.WriteFileAsync(path, new byte[1], s_alone, default),
                async () => await File.CreateAsync(path),
                async () => await File.CreateTextAsync(path),
                async () => await File.OpenAsync(path, FileMode.Truncate),
                async () => await File.WriteAllTextAsync(path, "other"),
                async () => await File.WriteAllBytesAsync(path, new byte[1]),
            ];

            foreach (Func<Task> call in calls)
            {
                (await Should.ThrowAsync<IOException>(call)).Message.ShouldContain(path);
                (await files.GetMetadataAsync(path, true, default)).Length.ShouldBe("contents".Length);
            }
        });

    [Theory, OnFiles]
    public void A_file_that_nobody_uses_is_emptied_by_who_wants_it_alone(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            var old = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
            foreach (string contents in (string[])["", "contents"])
            {
                string path = folder.File("file", contents);
                System.IO.File.SetLastWriteTimeUtc(path, old);

                using (IFileHandle file = await files.OpenAsync(path, s_alone, default))
                {
                    (await file.GetMetadataAsync(default)).Length.ShouldBe(0);
                    await file.WriteAsync("new"u8.ToArray(), default);
                }

                System.IO.File.ReadAllText(path).ShouldBe("new");
                System.IO.File.WriteAllText(path, contents);
                System.IO.File.SetLastWriteTimeUtc(path, old);
                await files.WriteFileAsync(path, Array.Empty<byte>(), s_alone, default);
                System.IO.File.ReadAllText(path).ShouldBe("");
                System.IO.File.GetLastWriteTimeUtc(path).ShouldNotBe(old, "emptying is a change, even of what is empty");
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SymbolicLinks)]
    public void What_a_link_leads_to_is_created_or_emptied_by_who_wants_it_alone(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            System.IO.File.CreateSymbolicLink(folder["link"], "target");

            for (int i = 0; i < 2; i++)
            {
                await files.WriteFileAsync(folder["link"], "new"u8.ToArray(), s_alone, default);

                System.IO.File.ReadAllText(folder["target"]).ShouldBe("new");
                System.IO.File.WriteAllText(folder["target"], "more than before");
            }
        });

    [Theory, OnFiles]
    public void What_cannot_be_emptied_nor_be_given_space_is_opened_all_the_same(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, _) =>
        {
            const string Device = "/dev/zero";
            if (!System.IO.File.Exists(Device))
            {
                return;
            }

            await using (await File.CreateAsync(Device))
            {
            }

            using (await File.OpenHandleAsync(Device, FileMode.Create, FileAccess.Write, FileShare.None, preallocationSize: 4096))
            {
            }

            await files.WriteFileAsync(Device, new byte[1], s_alone, default);
        });
}
