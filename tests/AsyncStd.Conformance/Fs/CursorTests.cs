namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>An open file is a stream with one cursor, and has positional calls beside it.</summary>
public sealed class CursorTests
{
    [Theory, OnFiles(EveryRuntime = true)]
    public void A_file_is_written_read_and_sought_through_its_cursor(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.CreateNewAsync(folder["file"]);
            byte[] buffer = new byte[8];

            await file.WriteAsync("abcdef"u8.ToArray());
            file.Position.ShouldBe(6);
            (await file.SeekAsync(-4, SeekOrigin.Current)).ShouldBe(2);
            (await file.ReadAsync(buffer)).ShouldBe(4);
            buffer.AsSpan(0, 4).SequenceEqual("cdef"u8).ShouldBeTrue();
            (await file.ReadAsync(buffer)).ShouldBe(0);
            (await file.SeekAsync(-1, SeekOrigin.End)).ShouldBe(5);
            file.Position = 1;
            await file.WriteAsync("X"u8.ToArray());

            (await file.LengthAsync()).ShouldBe(6);
            (await System.IO.File.ReadAllTextAsync(folder["file"])).ShouldBe("aXcdef");
            (await Should.ThrowAsync<IOException>(async () => await file.SeekAsync(-7, SeekOrigin.End))).Message.ShouldContain(folder["file"]);
            file.Position.ShouldBe(2);
        });

    [Theory, OnFiles]
    public void Positional_calls_leave_the_cursor_where_it_is(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.CreateAsync(folder["file"]);
            await file.WriteAsync("0123456789"u8.ToArray());
            byte[] one = new byte[2], other = new byte[3];

            await file.WriteAtAsync("ab"u8.ToArray(), 4);
            await file.WriteAtAsync(new ReadOnlyMemory<byte>[] { "x"u8.ToArray(), default, "yz"u8.ToArray() }, 7);
            (await file.ReadAtAsync(new Memory<byte>[] { one, other }, 3)).ShouldBe(5);
            await Should.ThrowAsync<EndOfStreamException>(async () => await file.ReadExactlyAtAsync(new byte[5], 8));

            one.ShouldBe("3a"u8.ToArray());
            other.ShouldBe("b6x"u8.ToArray());
            file.Position.ShouldBe(10);
        });

    [Theory, OnFiles]
    public void Appending_goes_to_the_end_whatever_the_cursor_says(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await new OpenOptions { Read = true, Append = true }.OpenAsync(folder.File("file", "abc"));
            byte[] buffer = new byte[8];

            (await file.ReadAsync(buffer.AsMemory(0, 1))).ShouldBe(1);
            await file.WriteAsync("de"u8.ToArray());

            file.Position.ShouldBe(5);
            file.Position = 0;
            (await file.ReadAsync(buffer)).ShouldBe(5);
            buffer.AsSpan(0, 5).SequenceEqual("abcde"u8).ShouldBeTrue();
        });

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void The_synchronous_members_do_the_same(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            using File file = await File.CreateNewAsync(folder["file"]);
            byte[] buffer = new byte[4];

            file.Write("abcdef"u8);
            file.WriteByte((byte)'g');
            file.Seek(-3, SeekOrigin.End).ShouldBe(4);
            file.Read(buffer, 1, 3).ShouldBe(3);
            buffer.ShouldBe("\0efg"u8.ToArray());
            file.ReadByte().ShouldBe(-1);
            file.Length.ShouldBe(7);
            file.Position = 2;
            file.ReadByte().ShouldBe('c');
            file.Flush();

            System.IO.File.ReadAllText(folder["file"]).ShouldBe("abcdefg");
        });

    [Theory, OnFiles]
    public void One_cursor_used_twice_at_a_time_says_so(RuntimeCase on, DriverCase driver)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        driver.Run(
            on,
            async (_, folder) =>
            {
                await using File file = await new OpenOptions { Read = true, Write = true }.OpenAsync(folder.File("file", "abc"));
                byte[] buffer = new byte[3];

                ValueTask<int> first = file.ReadAsync(buffer);
                first.IsCompleted.ShouldBeFalse();
                Func<Task>[] others =
                [
                    async () => await file.ReadAsync(new byte[1]), async () => await file.WriteAsync(new byte[1]), async () => await file.SeekAsync(0, SeekOrigin.Begin),
                ];
                foreach (Func<Task> other in others)
                {
                    InvalidOperationException refusal = await Should.ThrowAsync<InvalidOperationException>(other);
                    refusal.Message.ShouldContain("AtAsync");
                    refusal.Message.ShouldContain(folder["file"]);
                }

                gate.SetResult();
                (await first).ShouldBe(3);
                buffer.ShouldBe("abc"u8.ToArray());
                file.Position.ShouldBe(3);
                (await file.ReadAsync(buffer)).ShouldBe(0, "the cursor is free again");
            },
            files => Interception.WithFiles(files, (member, call) => member == nameof(IFileHandle.ReadAtAsync) ? Held(call) : call()));

        async ValueTask<int> Held(Func<object?> call)
        {
            await gate.Task;
            return await (ValueTask<int>)call()!;
        }
    }

    [Theory, OnFiles]
    public void A_cancelled_read_moves_nothing(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.OpenAsync(folder.File("file", "abc"));
            byte[] buffer = new byte[3];

            await Should.ThrowAsync<OperationCanceledException>(async () => await file.ReadAsync(buffer, new CancellationToken(true)));

            file.Position.ShouldBe(0);
            (await file.ReadAsync(buffer)).ShouldBe(3);
        });

    [Theory, OnFiles]
    public void A_buffered_write_that_is_cancelled_before_the_system_has_it_is_written_by_the_next_flush(RuntimeCase on, DriverCase driver)
    {
        bool isRefused = false;
        driver.Run(
            on,
            async (_, folder) =>
            {
                await using (File file = await File.CreateAsync(folder["file"]))
                {
                    var writer = new BufWriter(file, leaveOpen: true);
                    await writer.WriteAsync("ab"u8.ToArray());
                    await writer.FlushAsync();
                    await writer.WriteAsync("cdef"u8.ToArray());
                    isRefused = true;
                    await Should.ThrowAsync<OperationCanceledException>(async () => await writer.FlushAsync());
                    isRefused = false;

                    writer.Buffered.Length.ShouldBe(4);
                    file.Position.ShouldBe(2);
                    await writer.DisposeAsync();
                }

                System.IO.File.ReadAllText(folder["file"]).ShouldBe("abcdef");
            },
            files => Interception.WithFiles(
                files,
                (member, call) => member == nameof(IFileHandle.WriteAtAsync) && isRefused ? ValueTask.FromCanceled<int>(new CancellationToken(canceled: true)) : call()));
    }

    [Theory, OnFiles]
    public void A_clone_has_a_cursor_of_its_own(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File file = await File.OpenAsync(folder.File("file", "abcdef"));
            await file.SeekAsync(2, SeekOrigin.Begin);
            byte[] buffer = new byte[2];

            await using File clone = file.TryClone();
            (await clone.ReadAsync(buffer)).ShouldBe(2);
            await file.DisposeAsync();
            (await clone.ReadAsync(buffer)).ShouldBe(2);

            buffer.ShouldBe("ef"u8.ToArray());
        });

    [Theory, OnFiles]
    public void A_file_serves_what_the_BCL_has_for_streams(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using (var writer = new StreamWriter(await File.CreateAsync(folder["file"])))
            {
                await writer.WriteLineAsync("first");
                await writer.WriteLineAsync("second");
            }

            using var reader = new StreamReader(await File.OpenAsync(folder["file"]));

            (await reader.ReadLineAsync()).ShouldBe("first");
            (await reader.ReadToEndAsync()).ShouldBe("second" + Environment.NewLine);
        });
}
