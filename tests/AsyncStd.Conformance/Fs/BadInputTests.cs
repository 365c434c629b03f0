namespace AsyncStdConformance.Fs;

using System.Net.Sockets;
using System.Text;
using AsyncStd.Fs;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>The rows of the table of bad input in docs/files.md, by their first words.</summary>
public sealed class BadInputTests
{
    [Theory, OnFiles]
    public void A_missing_file(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string path = folder["none"];
            foreach (Func<Task> call in Calls(path))
            {
                FileNotFoundException e = await Should.ThrowAsync<FileNotFoundException>(call);
                e.Message.ShouldContain(path);
            }
        });

    [Theory, OnFiles]
    public void A_missing_directory_on_the_way(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string path = folder["none/file"];
            foreach (Func<Task> call in Calls(path).Append(async () => await File.WriteAsync(path, "")).Append(async () => await Directory.CreateAsync(path)))
            {
                DirectoryNotFoundException e = await Should.ThrowAsync<DirectoryNotFoundException>(call);
                e.Message.ShouldContain("none");
            }
        });

    [Theory, OnFiles]
    public void A_directory_where_a_file_is_meant(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string path = folder.Directory("directory");
            Func<Task>[] calls =
            [
                async () => await File.OpenAsync(path), async () => await File.ReadAsync(path), async () => await File.WriteAsync(path, ""),
                async () => await File.RemoveAsync(path), async () => await File.CopyAsync(path, folder["new"]),
            ];
            foreach (Func<Task> call in calls)
            {
                (await Should.ThrowAsync<UnauthorizedAccessException>(call)).Message.ShouldContain(path);
            }
        });

    [Theory, OnFiles]
    public void A_file_where_a_directory_is_meant(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string path = folder.File("file");

            (await Should.ThrowAsync<IOException>(async () => await Directory.ReadAsync(path).GetAsyncEnumerator().MoveNextAsync())).Message.ShouldContain(path);
            (await Should.ThrowAsync<IOException>(async () => await Directory.RemoveAsync(path))).Message.ShouldContain(path);
            (await Should.ThrowAsync<IOException>(async () => await Directory.CreateAllAsync(path))).Message.ShouldContain(path);
        });

    [Theory, OnFiles]
    public void A_place_that_takes_no_directories(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, _) =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return;
            }

            IOException e = await Should.ThrowAsync<IOException>(async () => await Directory.CreateAllAsync("/proc/nope/below")); // which one is for the driver to say

            e.Message.ShouldContain("create the directory '/proc/nope'");
        });

    [Theory, OnFiles]
    public void An_empty_path_a_null_and_a_NUL(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            foreach (string path in (string[])["", folder["a\0b"]])
            {
                foreach (Func<Task> call in Calls(path))
                {
                    await Should.ThrowAsync<ArgumentException>(call);
                }
            }

            foreach (Func<Task> call in Calls(null!))
            {
                (await Should.ThrowAsync<ArgumentNullException>(call)).ParamName.ShouldNotBeNull();
            }

            (await File.ExistsAsync(null)).ShouldBeFalse();
            (await Directory.ExistsAsync("a\0b")).ShouldBeFalse();
        });

    [Theory, OnFiles]
    public void A_name_that_is_too_long(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await Should.ThrowAsync<PathTooLongException>(async () => await File.OpenAsync(folder[new string('x', 300)]));
            await Should.ThrowAsync<PathTooLongException>(async () => await File.WriteAsync("/" + string.Concat(Enumerable.Repeat("abc/", 2_000)), ""));
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SymbolicLinks)]
    public void A_broken_link_and_a_circle(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await File.CreateSymbolicLinkAsync(folder["broken"], "nowhere");
            await File.CreateSymbolicLinkAsync(folder["one"], "other");
            await File.CreateSymbolicLinkAsync(folder["other"], "one");

            await Should.ThrowAsync<FileNotFoundException>(async () => await File.OpenAsync(folder["broken"]));
            await Should.ThrowAsync<FileNotFoundException>(async () => await File.MetadataAsync(folder["broken"]));
            (await File.SymlinkMetadataAsync(folder["broken"])).IsSymbolicLink.ShouldBeTrue();
            (await File.ReadLinkAsync(folder["broken"])).ShouldBe("nowhere");
            (await Should.ThrowAsync<IOException>(async () => await File.ReadLinkAsync(folder.File("file")))).Message.ShouldContain(folder["file"]);
            (await Should.ThrowAsync<IOException>(async () => await File.OpenAsync(folder["one"]))).Message.ShouldContain(folder["one"]);
            await Should.ThrowAsync<IOException>(async () => await File.ResolveLinkTargetAsync(folder["one"], returnFinalTarget: true));
            await Should.ThrowAsync<IOException>(async () => await AsyncStd.Prelude.PathExtensions.CanonicalizeAsync(folder["one"]));
        });

    [Theory, OnFiles]
    public void A_file_that_is_removed_while_it_is_open(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return; // the contents live on there, too, but the name stays taken
            }

            await using File file = await File.OpenAsync(folder.File("file", "abc"));
            await File.RemoveAsync(folder["file"]);

            (await file.ReadAsync(new byte[3])).ShouldBe(3);
            (await file.MetadataAsync()).Length.ShouldBe(3);
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_full_disk(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, _) =>
        {
            if (!OperatingSystem.IsLinux())
            {
                return;
            }

            await using File full = await new OpenOptions { Write = true }.OpenAsync("/dev/full");
            (await Should.ThrowAsync<IOException>(async () => await full.WriteAsync(new byte[10]))).Message.ShouldContain("/dev/full");
            (await Should.ThrowAsync<IOException>(async () => await File.WriteAsync("/dev/full", "x"))).Message.ShouldContain("/dev/full");
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_full_disk_that_is_real(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!OperatingSystem.IsLinux() || !SmallDisk.TryMount(folder.Directory("disk"), out SmallDisk? disk))
            {
                return;
            }

            using (disk)
            {
                string kept = folder["disk/kept"];
                string filler = folder["disk/filler"];
                byte[] tooMuch = new byte[2 * SmallDisk.Bytes];
                await File.WriteAsync(kept, "as it was");

                await NoRoom(filler, async () => await File.WriteAsync(filler, tooMuch));
                await NoRoom(kept, async () => await File.AppendAllBytesAsync(kept, tooMuch));
                await NoRoom("disk", async () => await File.WriteAtomicAsync(kept, tooMuch));
                await NoRoom("disk", async () => await File.CopyAsync(folder.File("large", new string('x', tooMuch.Length)), folder["disk/copy"]));
                (await File.ReadToStringAsync(kept)).ShouldStartWith("as it was");
                System.IO.Directory.GetFiles(folder["disk"]).ShouldBeSubsetOf([kept, filler, folder["disk/copy"]], "an atomic write leaves nothing behind");

                await File.RemoveAsync(filler);
                await File.WriteAtomicAsync(kept, "there is room again");
                (await File.ReadToStringAsync(kept)).ShouldBe("there is room again");
            }
        });

    [Theory, OnFiles]
    public void A_file_that_grows_and_shrinks_while_it_is_read(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.OpenAsync(folder.File("file", "abc"));
            byte[] buffer = new byte[10];

            (await file.ReadAsync(buffer)).ShouldBe(3);
            System.IO.File.AppendAllText(folder["file"], "de");
            (await file.ReadAsync(buffer)).ShouldBe(2);
            System.IO.File.WriteAllText(folder["file"], "x");
            (await file.ReadAsync(buffer)).ShouldBe(0);
            file.Position = 0;
            (await file.ReadAsync(buffer)).ShouldBe(1);
        });

    [Theory, OnFiles]
    public void Reads_and_writes_of_no_bytes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.CreateAsync(folder["file"]);

            await file.WriteAsync(ReadOnlyMemory<byte>.Empty);
            (await file.ReadAsync(Memory<byte>.Empty)).ShouldBe(0);
            await file.WriteAtAsync(ReadOnlyMemory<byte>.Empty, 5);

            (await file.LengthAsync()).ShouldBe(0);
        });

    [Theory, OnFiles]
    public void A_file_that_claims_no_length(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, _) =>
        {
            if (OperatingSystem.IsLinux())
            {
                (await File.ReadToStringAsync("/proc/self/status")).ShouldContain("Name:");
                (await File.ReadAllLinesAsync("/proc/self/status")).Length.ShouldBeGreaterThan(5);
            }
        });

    [Theory, OnFiles]
    public void What_was_not_opened_for_it(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File reading = await File.OpenAsync(folder.File("file", "abc"));
            await using File writing = await File.OpenWriteAsync(folder.File("other", "abc"));

            await Should.ThrowAsync<NotSupportedException>(async () => await reading.WriteAsync(new byte[1]));
            await Should.ThrowAsync<NotSupportedException>(async () => await writing.ReadAsync(new byte[1]));
            await Should.ThrowAsync<NotSupportedException>(async () => await reading.SetLenAsync(0));
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await reading.ReadAtAsync(new byte[1], -1));
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await writing.SetLenAsync(-1));
            Should.Throw<ArgumentOutOfRangeException>(() => reading.Position = -1);
        });

    [Theory, OnFiles]
    public void Offsets_beyond_four_gibibytes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            const long far = 5L << 30;
            await using File file = await File.CreateAsync(folder["sparse"]);

            await file.WriteAtAsync("end"u8.ToArray(), far);
            await file.SeekAsync(-1, SeekOrigin.End);
            byte[] buffer = new byte[4];

            file.Position.ShouldBe(far + 2);
            (await file.ReadAsync(buffer)).ShouldBe(1);
            (await file.ReadAtAsync(buffer, far - 1)).ShouldBe(4);
            Encoding.ASCII.GetString(buffer).ShouldBe("\0end");
            (await Should.ThrowAsync<IOException>(async () => await File.ReadAsync(folder["sparse"]))).Message.ShouldContain(folder["sparse"]);
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_fifo_nobody_writes_to(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            Shell.Run("mkfifo", folder["fifo"]);
            using var source = new CancellationTokenSource();
            ValueTask<File> opening = File.OpenAsync(folder["fifo"], source.Token);
            (await File.ExistsAsync(folder["fifo"])).ShouldBeTrue();
            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await opening);
            using var writer = new FileStream(folder["fifo"], FileMode.Open, FileAccess.ReadWrite); // for those that wait behind
        });

    [Theory, OnFiles]
    public void A_socket_where_a_file_is_meant(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            string path = folder["s"];
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            Func<Task>[] calls =
            [
                async () => await File.OpenAsync(path), async () => await File.ReadAsync(path), async () => await File.WriteAsync(path, ""), async () => await File.CopyAsync(path, folder["new"]),
            ];
            foreach (Func<Task> call in calls)
            {
                (await Should.ThrowAsync<IOException>(call)).Message.ShouldContain(path);
            }

            (await File.MetadataAsync(path)).FileType.ShouldBe(driver.Has(FileSystemCapabilities.ReadinessForPipes) ? FileType.Socket : FileType.File, "the BCL does not tell");
            System.IO.File.Exists(folder["new"]).ShouldBeFalse();
        });

    private static async Task NoRoom(string path, Func<Task> call)
    {
        IOException e = await Should.ThrowAsync<IOException>(call);
        e.Message.ShouldContain(path);
        e.Message.ShouldContain("space");
    }

    private static IEnumerable<Func<Task>> Calls(string path) =>
    [
        async () => await File.OpenAsync(path),
        async () => await File.ReadAsync(path),
        async () => await File.ReadAllTextAsync(path),
        async () => await File.MetadataAsync(path),
        async () => await File.SymlinkMetadataAsync(path),
        async () => await File.RemoveAsync(path),
        async () => await File.RenameAsync(path, path + "2"),
        async () => await File.CopyAsync(path, path + "2"),
        async () => await File.ReadLinkAsync(path),
    ];
}
