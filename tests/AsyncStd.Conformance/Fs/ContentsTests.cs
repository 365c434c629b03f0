namespace AsyncStdConformance.Fs;

using System.Text;
using AsyncStd.Fs;
using AsyncStd.Prelude;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>Whole files.</summary>
public sealed class ContentsTests
{
    [Theory, OnFiles(EveryRuntime = true)]
    public void A_whole_file_is_written_described_read_copied_renamed_and_removed(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await System.IO.File.WriteAsync(folder["a"], "däta");
            (await System.IO.File.MetadataAsync(folder["a"])).Length.ShouldBe(5);
            (await System.IO.File.ReadAsync(folder["a"])).ShouldBe(Encoding.UTF8.GetBytes("däta"));
            (await System.IO.File.ReadToStringAsync(folder["a"])).ShouldBe("däta");
            (await System.IO.File.CopyAsync(folder["a"], folder["b"], overwrite: true)).ShouldBe(5);
            await System.IO.File.RenameAsync(folder["b"], folder["c"]);
            await System.IO.File.RemoveAsync(folder["a"]);

            (await System.IO.File.ExistsAsync(folder["a"])).ShouldBeFalse();
            (await System.IO.File.ExistsAsync(folder["b"])).ShouldBeFalse();
            (await File.ReadAllTextAsync(folder["c"])).ShouldBe("däta");
        });

    [Theory, OnFiles]
    public void The_bytes_are_read_into_an_array_of_their_size(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            foreach (int size in (int[])[0, 1, 255, 256, 257, 4096, 100_000])
            {
                byte[] contents = new byte[size];
                Array.Fill(contents, (byte)size);
                await File.WriteAsync(folder["file"], contents);

                (await File.ReadAsync(folder["file"])).ShouldBe(contents);
                (await File.ReadAllBytesAsync(folder["file"])).ShouldBe(contents);
            }
        });

    [Theory, OnFiles]
    public void What_is_no_UTF8_is_refused_or_replaced_by_choice(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await File.WriteAsync(folder["file"], new byte[] { (byte)'a', 0xFF, (byte)'b' });

            InvalidDataException e = await Should.ThrowAsync<InvalidDataException>(async () => await File.ReadToStringAsync(folder["file"]));
            e.Message.ShouldContain(folder["file"]);
            (await File.ReadAllTextAsync(folder["file"])).ShouldBe("a\uFFFDb");
        });

    [Theory, OnFiles]
    public void A_file_is_replaced_all_or_nothing(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await File.WriteAtomicAsync(folder["file"], "old");
            Permissions before = (await File.MetadataAsync(folder["file"])).Permissions;
            await File.SetPermissionsAsync(folder["file"], before.WithReadOnly(true));
            await File.WriteAtomicAsync(folder["file"], "new"u8.ToArray());

            (await File.ReadToStringAsync(folder["file"])).ShouldBe("new");
            (await File.MetadataAsync(folder["file"])).Permissions.IsReadOnly.ShouldBeTrue();
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await File.WriteAtomicAsync(folder["missing/file"], "x"));
            await Should.ThrowAsync<UnauthorizedAccessException>(async () => await File.WriteAtomicAsync(folder.Directory("sub"), "x"));
            await Should.ThrowAsync<OperationCanceledException>(async () => await File.WriteAtomicAsync(folder["file"], "x", new CancellationToken(true)));
            System.IO.Directory.GetFileSystemEntries(folder.Path).Length.ShouldBe(2);
        });

    [Theory, OnFiles]
    public void Temporary_files_and_directories_remove_themselves(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string file, kept = folder["kept"], directory;
            await using (TempFile temporary = await TempFile.CreateAsync(folder.Path, "pre", ".suf"))
            {
                file = temporary.Path;
                Path.GetFileName(file).ShouldStartWith("pre");
                file.ShouldEndWith(".suf");
                await temporary.File.WriteAsync("abc"u8.ToArray());
            }

            await using (TempFile temporary = await TempFile.CreateAsync(folder.Path))
            {
                await temporary.File.WriteAsync("abc"u8.ToArray());
                await temporary.PersistAsync(kept);
            }

            await using (TempDirectory temporary = await TempDirectory.CreateAsync(folder.Path))
            {
                directory = temporary.Path;
                await Directory.CreateAsync(temporary.PathOf("a"));
                await File.WriteAsync(temporary.PathOf("a", "b"), "x");
            }

            System.IO.File.Exists(file).ShouldBeFalse();
            System.IO.File.ReadAllText(kept).ShouldBe("abc");
            System.IO.Directory.Exists(directory).ShouldBeFalse();
            await Should.ThrowAsync<ArgumentException>(async () => await TempFile.CreateAsync(folder.Path, "a/b"));
        });

    [Theory, OnFiles]
    public void Of_two_that_create_a_new_file_one_succeeds(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File first = await File.CreateNewAsync(folder["file"]);

            (await Should.ThrowAsync<IOException>(async () => await File.CreateNewAsync(folder["file"]))).Message.ShouldContain(folder["file"]);
        });

    [Theory, OnFiles]
    public void Options_that_contradict_each_other_are_told_before_anything_is_opened(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            OpenOptions[] wrong =
            [
                new(), new() { Read = true, Create = true }, new() { Read = true, Truncate = true }, new() { Append = true, Truncate = true },
                new() { Read = true, CreateNew = true }, new() { Write = true, PreallocationSize = 5 },
            ];
            foreach (OpenOptions options in wrong)
            {
                await Should.ThrowAsync<ArgumentException>(async () => await options.OpenAsync(folder["file"]));
            }

            System.IO.File.Exists(folder["file"]).ShouldBeFalse();
        });
}
