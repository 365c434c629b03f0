namespace AsyncStdConformance.Files;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>Fifos: what waits for somebody else keeps no thread from others, and can be given up.</summary>
public sealed class StreamTests
{
    private static readonly FileOpenOptions s_write = new() { Access = FileAccess.Write };

    [Theory, OnFiles(EveryRuntime = true, LackingTraits = Traits.ClosedWorld)]
    public void A_fifo_opens_when_its_other_end_does_and_carries_bytes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = Fifo(folder, "fifo");

            Task<IFileHandle> reading = files.OpenAsync(path, FileOpenOptions.Read, default).AsTask();
            Task<IFileHandle> writing = files.OpenAsync(path, s_write, default).AsTask();
            using IFileHandle reader = await reading;
            IFileHandle writer = await writing;
            byte[] buffer = new byte[16];
            ValueTask<int> read = reader.ReadAsync(buffer, default);
            (await writer.WriteAsync("bytes"u8.ToArray(), default)).ShouldBe(5);

            (await read).ShouldBe(5);
            reader.CanSeek.ShouldBeFalse();
            await Should.ThrowAsync<NotSupportedException>(async () => await reader.ReadAtAsync(0, buffer, default));
            await Should.ThrowAsync<NotSupportedException>(async () => await reader.SeekAsync(0, SeekOrigin.Begin, default));
            await writer.CloseAsync(default);
            (await reader.ReadAsync(buffer, default)).ShouldBe(0);
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void Opening_a_fifo_waits_for_the_other_end_and_can_be_given_up(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            foreach (FileOpenOptions options in (FileOpenOptions[])[FileOpenOptions.Read, s_write])
            {
                string path = Fifo(folder, $"{options.Access}");
                using var cancel = new CancellationTokenSource();
                ValueTask<IFileHandle> opening = files.OpenAsync(path, options, cancel.Token);
                opening.IsCompleted.ShouldBeFalse();

                cancel.Cancel();

                await Should.ThrowAsync<OperationCanceledException>(async () => await opening);

                Shell.Sh(""": <> "$1" """, path); // what the portable driver has left waiting goes on, too
            }
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_program_at_the_other_end_is_met(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string there = Fifo(folder, "there");
            string back = Fifo(folder, "back");
            Task<string> program = Runtime.Current.RunBlockingAsync(
                BlockingKind.Long, (there, back), static s => Shell.Sh("""cat "$1" > "$2" """, s.there, s.back)).AsTask();
            using IFileHandle reader = await files.OpenAsync(back, FileOpenOptions.Read, default);
            using IFileHandle writer = await files.OpenAsync(there, s_write, default);

            await writer.WriteAsync("hello"u8.ToArray(), default);
            await writer.CloseAsync(default);
            byte[] buffer = new byte[16];
            (await reader.ReadAsync(buffer, default)).ShouldBe(5);
            (await reader.ReadAsync(buffer, default)).ShouldBe(0);
            await program;
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_cancelled_read_loses_no_byte(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            (IFileHandle reader, IFileHandle writer) = await Open(files, Fifo(folder, "fifo"));
            using var cancel = new CancellationTokenSource();
            byte[] buffer = new byte[16];

            ValueTask<int> read = reader.ReadAsync(buffer, cancel.Token);
            await Should.ThrowAsync<InvalidOperationException>(async () => await reader.ReadAsync(new byte[1], default));
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await read);
            await writer.WriteAsync("bytes"u8.ToArray(), default);

            (await reader.ReadAsync(buffer.AsMemory(0, 2), default)).ShouldBe(2);
            (await reader.ReadAsync(buffer.AsMemory(2), default)).ShouldBe(3);
            buffer.AsSpan(0, 5).SequenceEqual("bytes"u8).ShouldBeTrue();
            reader.Dispose();
            writer.Dispose();
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void Closing_ends_a_read_that_waits(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            (IFileHandle reader, IFileHandle writer) = await Open(files, Fifo(folder, "fifo"));

            ValueTask<int> read = reader.ReadAsync(new byte[1], default);
            reader.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await read);
            writer.Dispose();
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_pipe_without_a_reader_fails_the_write(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            (IFileHandle reader, IFileHandle writer) = await Open(files, Fifo(folder, "fifo"));
            await reader.CloseAsync(default);

            // A child that is being started just then may have the reading end for a moment, too.
            IOException failure = await Should.ThrowAsync<IOException>(async () =>
            {
                while (true)
                {
                    await writer.WriteAsync(new byte[1], default);
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                }
            });
            failure.Message.ShouldContain("fifo");
            writer.Dispose();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_write_that_finds_no_room_waits_for_the_reader(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            (IFileHandle reader, IFileHandle writer) = await Open(files, Fifo(folder, "fifo"));
            byte[] chunk = new byte[64 * 1024];
            int written = 0;
            ValueTask<int> write;
            do
            {
                write = writer.WriteAsync(chunk, default);
                written += write.IsCompleted ? await write : 0;
            }
            while (written < chunk.Length);
            write = writer.WriteAsync(chunk, default);

            write.IsCompleted.ShouldBeFalse();
            int read = 0;
            while (read < chunk.Length)
            {
                read += await reader.ReadAsync(chunk, default);
            }

            (await write).ShouldBeGreaterThan(0);
            reader.Dispose();
            writer.Dispose();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_thousand_fifos_that_nobody_writes_to_take_no_thousand_threads(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            const int Count = 1000;
            Shell.Sh("""cd "$1" && seq 1 1000 | xargs mkfifo""", folder.Path);
            using var cancel = new CancellationTokenSource();

            int threadsBefore = Directory.GetDirectories("/proc/self/task").Length;
            var waiting = new List<Task>();
            for (int i = 1; i <= Count; i++)
            {
                waiting.Add(files.OpenAsync(folder[$"{i}"], FileOpenOptions.Read, cancel.Token).AsTask());
            }

            int calls = Runtime.Current.Metrics.BlockingOutstanding;
            int threads = Directory.GetDirectories("/proc/self/task").Length - threadsBefore; // those of other tests, too
            waiting.ShouldAllBe(each => !each.IsCompleted);
            calls.ShouldBeLessThan(300);
            threads.ShouldBeLessThan(Count / 2);
            cancel.Cancel();
            foreach (Task each in waiting)
            {
                await Should.ThrowAsync<OperationCanceledException>(each);
            }

            await Turns.Until(() => CountOpen(folder) == 0, "the fifos to be closed");
        });

    [Theory, OnFiles]
    public void A_socket_in_the_file_system_is_described_and_not_opened(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using var socket = new System.Net.Sockets.Socket(
                System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder["socket"]));

            (await Should.ThrowAsync<IOException>(async () => await files.OpenAsync(folder["socket"], FileOpenOptions.Read, default))).Message
                .ShouldContain(folder["socket"]);
            if (driver.Has(FileSystemCapabilities.ReadinessForPipes))
            {
                (await files.GetMetadataAsync(folder["socket"], true, default)).Kind.ShouldBe(FileKind.Socket);
                (await files.GetMetadataAsync(Fifo(folder, "fifo"), true, default)).Kind.ShouldBe(FileKind.Fifo);
                (await files.GetMetadataAsync("/dev/null", true, default)).Kind.ShouldBe(FileKind.CharacterDevice);
            }
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_fifo_is_read_and_written_as_a_whole(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = Fifo(folder, "fifo");
            byte[] contents = new byte[300_000];
            new Random(1).NextBytes(contents);
            var read = new System.Buffers.ArrayBufferWriter<byte>();

            Task<long> reading = files.ReadFileAsync(path, read, default).AsTask();
            await files.WriteFileAsync(path, contents, s_write, default);

            (await reading).ShouldBe(contents.Length);
            read.WrittenSpan.SequenceEqual(contents).ShouldBeTrue();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_copy_of_a_fifo_waits_for_its_writer_and_for_each_of_the_bytes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = Fifo(folder, "fifo");

            Task<long> copying = files.CopyFileAsync(path, folder["copy"], FileCopyOptions.Default with { CopyPermissions = false }, default).AsTask();
            IFileHandle writer = await files.OpenAsync(path, s_write, default);
            (await writer.WriteAsync("one, "u8.ToArray(), default)).ShouldBe(5);
            await Turns.Until(() => File.Exists(folder["copy"]) && new FileInfo(folder["copy"]).Length == 5, "the first bytes to be copied");
            copying.IsCompleted.ShouldBeFalse();
            (await writer.WriteAsync("two"u8.ToArray(), default)).ShouldBe(3);
            await writer.CloseAsync(default);

            (await copying).ShouldBe(8);
            File.ReadAllText(folder["copy"]).ShouldBe("one, two");
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_copy_of_a_fifo_that_nobody_writes_to_can_be_given_up(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = Fifo(folder, "fifo");
            using var cancel = new CancellationTokenSource();
            ValueTask<long> copying = files.CopyFileAsync(path, folder["copy"], FileCopyOptions.Default, cancel.Token);
            copying.IsCompleted.ShouldBeFalse();

            cancel.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await copying);
            File.Exists(folder["copy"]).ShouldBeFalse();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.ReadinessForPipes, LackingTraits = Traits.ClosedWorld)]
    public void A_copy_to_a_fifo_waits_for_its_reader_and_for_room(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = Fifo(folder, "fifo");
            byte[] contents = new byte[300_000];
            new Random(1).NextBytes(contents);
            File.WriteAllBytes(folder["file"], contents);
            var read = new System.Buffers.ArrayBufferWriter<byte>();

            Task<long> copying = files.CopyFileAsync(folder["file"], path, FileCopyOptions.Default, default).AsTask();
            copying.IsCompleted.ShouldBeFalse();
            (await files.ReadFileAsync(path, read, default)).ShouldBe(contents.Length);

            (await copying).ShouldBe(contents.Length);
            read.WrittenSpan.SequenceEqual(contents).ShouldBeTrue();
        });

    /// <summary>How many descriptors lead into a folder.</summary>
    private static int CountOpen(Folder folder)
        => Directory.GetFiles("/proc/self/fd").Count(each => new FileInfo(each).LinkTarget?.StartsWith(folder.Path, StringComparison.Ordinal) == true);

    private static string Fifo(Folder folder, string name)
    {
        Shell.Run("mkfifo", folder[name]);
        return folder[name];
    }

    private static async Task<(IFileHandle Reader, IFileHandle Writer)> Open(IFileSystem files, string path)
    {
        Task<IFileHandle> reading = files.OpenAsync(path, FileOpenOptions.Read, default).AsTask();
        IFileHandle writer = await files.OpenAsync(path, s_write, default);
        return (await reading, writer);
    }
}
