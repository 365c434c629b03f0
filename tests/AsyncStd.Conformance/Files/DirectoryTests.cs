namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>Directories are listed in batches, and resolve names against themselves.</summary>
public sealed class DirectoryTests
{
    [Theory, OnFiles(EveryRuntime = true)]
    public void Each_entry_is_listed_once_with_its_kind(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.Directory("directory");
            folder.File(".hidden");
            folder.File("file");
            File.CreateSymbolicLink(folder["link"], "directory");

            List<DirectoryItem> items = await List(files, folder.Path, 3);

            items.Select(each => (each.Name, each.Kind)).Order().ShouldBe(
                [(".hidden", FileKind.RegularFile), ("directory", FileKind.Directory), ("file", FileKind.RegularFile), ("link", FileKind.SymbolicLink)]);
            items.ShouldAllBe(each => each.Error == null && !each.IsNameInexact);
            if ((files.Capabilities & FileSystemCapabilities.DirectoryFileIds) != 0)
            {
                UInt128? number = (await files.GetMetadataAsync(folder["file"], false, default)).FileId;
                ((UInt128?)items.Single(each => each.Name == "file").FileId).ShouldBe(number);
            }
        });

    [Theory, OnFiles]
    public void Names_are_resolved_against_the_open_directory(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.Directory("directory");
            folder.Directory("directory/inner");
            folder.File("directory/file", "text");
            File.CreateSymbolicLink(folder["directory/link"], "inner");
            using IDirectoryReader directory = await files.OpenDirectoryAsync(folder["directory"], default);

            (await directory.GetMetadataAsync("file", true, default)).Length.ShouldBe(4);
            using (IFileHandle file = await directory.OpenFileAsync("new", FileOpenOptions.Create, default))
            {
                file.Path.ShouldBe(folder["directory/new"]);
            }

            using IDirectoryReader inner = await directory.OpenDirectoryAsync("inner", false, default);
            inner.Path.ShouldBe(folder["directory/inner"]);
            using IDirectoryReader back = await inner.OpenDirectoryAsync("..", false, default);
            (await back.GetMetadataAsync("file", true, default)).Length.ShouldBe(4);
            (await Should.ThrowAsync<IOException>(async () => await directory.OpenDirectoryAsync("link", false, default))).Message.ShouldContain("link");
            (await Should.ThrowAsync<FileNotFoundException>(async () => await directory.RemoveFileAsync("missing", default))).Message
                .ShouldContain(folder["directory/missing"]);
            await directory.RemoveFileAsync("file", default);
            await directory.RemoveFileAsync("new", default);
            await directory.RemoveFileAsync("link", default);
            await directory.RemoveDirectoryAsync("inner", default);
            await directory.SyncAsync(default);
            Directory.GetFileSystemEntries(folder["directory"]).ShouldBeEmpty();
        });

    [Theory, OnFiles]
    public void A_name_is_one_component(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IDirectoryReader directory = await files.OpenDirectoryAsync(folder.Path, default);

            foreach (string name in (string[])["", "a/b", "/etc", ".", "..", "a\0"])
            {
                await Should.ThrowAsync<ArgumentException>(async () => await directory.RemoveFileAsync(name, default), name);
            }

            await Should.ThrowAsync<ArgumentException>(async () => await directory.ReadAsync(Memory<DirectoryItem>.Empty, default));
        });

    [Theory, OnFiles]
    public void A_closed_directory_says_so(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            IDirectoryReader directory = await files.OpenDirectoryAsync(folder.Path, default);
            directory.Dispose();
            directory.Dispose();

            (await Should.ThrowAsync<ObjectDisposedException>(async () => await directory.ReadAsync(new DirectoryItem[1], default))).Message.ShouldContain(folder.Path);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await directory.GetMetadataAsync("file", true, default));
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectoryRelativeCalls)]
    public void A_directory_that_was_moved_is_still_the_same(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.Directory("before");
            folder.File("before/file", "text");
            using IDirectoryReader directory = await files.OpenDirectoryAsync(folder["before"], default);

            Directory.Move(folder["before"], folder["after"]);

            (await directory.GetMetadataAsync("file", true, default)).Length.ShouldBe(4);
            (await directory.ReadAsync(new DirectoryItem[4], default)).ShouldBe(1);
        });

    [Theory, OnFiles(OneRuntime = true)]
    public void A_hundred_thousand_entries_come_in_batches(RuntimeCase on, DriverCase driver)
    {
        const int Count = 100_000;
        Folder large = LargeFolder.Value;
        driver.Run(on, async (files, _) =>
        {
            using IDirectoryReader directory = await files.OpenDirectoryAsync(large.Path, default);
            var names = new HashSet<string>();
            var batch = new DirectoryItem[1024];

            while (await directory.ReadAsync(batch, default) is > 0 and int count)
            {
                foreach (DirectoryItem item in batch.AsSpan(0, count))
                {
                    names.Add(item.Name).ShouldBeTrue();
                }
            }

            names.Count.ShouldBe(Count);
            (await directory.ReadAsync(batch, default)).ShouldBe(0);
        });
    }

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectoryRelativeCalls, OneRuntime = true)]
    public void A_tree_ten_thousand_deep_is_made_found_and_removed(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            const int Depth = 10_000;
            Shell.Run("python3", "-c", $"""
                import os, sys
                os.chdir(sys.argv[1])
                for i in range({Depth}):
                    os.mkdir('directory')
                    os.chdir('directory')
                """, folder.Path);
            IDirectoryReader at = await files.OpenDirectoryAsync(folder.Path, default);

            for (int i = 0; i < Depth; i++)
            {
                IDirectoryReader child = await at.OpenDirectoryAsync("directory", false, default);
                at.Dispose();
                at = child;
            }

            (await at.ReadAsync(new DirectoryItem[1], default)).ShouldBe(0);
            at.Path.Length.ShouldBe(folder.Path.Length + (Depth * "/directory".Length));
            for (int i = 0; i < Depth; i++)
            {
                IDirectoryReader parent = await at.OpenDirectoryAsync("..", false, default);
                at.Dispose();
                at = parent;
                await at.RemoveDirectoryAsync("directory", default);
            }

            at.Path.ShouldBe(folder.Path);
            at.Dispose();
            Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    [Theory, OnFiles]
    public void A_name_that_is_no_UTF8_is_listed(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            if (OperatingSystem.IsMacOS() || OperatingSystem.IsWindows())
            {
                return; // their names are text
            }

            Shell.Sh("""printf text > "$1/$(printf 'a\377\200b')" """, folder.Path);

            DirectoryItem item = (await List(files, folder.Path, 8)).ShouldHaveSingleItem();

            if (driver.Has(FileSystemCapabilities.ByteNames))
            {
                item.IsNameInexact.ShouldBeFalse();
                item.Name.ShouldBe("a\uDCFF\uDC80b");
                (await files.GetMetadataAsync(folder[item.Name], true, default)).Length.ShouldBe(4);
                (await files.CanonicalizeAsync(folder[item.Name], default)).ShouldBe(folder[item.Name]);
                await files.CreateSymbolicLinkAsync(folder["link"], item.Name, false, default);
                (await files.ReadLinkAsync(folder["link"], default)).ShouldBe(item.Name);
                await files.RemoveFileAsync(folder["link"], default);
                await files.RemoveFileAsync(folder[item.Name], default);
                (await List(files, folder.Path, 8)).ShouldBeEmpty();
            }
            else
            {
                item.IsNameInexact.ShouldBeTrue();
                (await Should.ThrowAsync<FileNotFoundException>(async () => await files.GetMetadataAsync(folder[item.Name], true, default)))
                    .Message.ShouldContain(item.Name);
            }
        });

    [Theory, OnFiles]
    public void Names_of_every_sort_of_text_round_trip(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string[] names = ["plain", "späce \t", "日本語", "🙂🙂", "e\u0301", "-rf", "new\nline", new string('ü', 127)];
            foreach (string name in names)
            {
                await files.WriteFileAsync(folder[name], "x"u8.ToArray(), FileOpenOptions.Create, default);
            }

            (await List(files, folder.Path, 3)).Select(each => each.Name).Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
        });

    private static Lazy<Folder> LargeFolder { get; } = new(() =>
    {
        var folder = new Folder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Shell.Sh("""cd "$1" && seq 1 100000 | xargs touch""", folder.Path);
        return folder;
    });

    private static async Task<List<DirectoryItem>> List(IFileSystem files, string path, int batchSize)
    {
        using IDirectoryReader directory = await files.OpenDirectoryAsync(path, default);
        var items = new List<DirectoryItem>();
        var batch = new DirectoryItem[batchSize];
        while (await directory.ReadAsync(batch, default) is > 0 and int count)
        {
            items.AddRange(batch.AsSpan(0, count));
        }

        return items;
    }
}
