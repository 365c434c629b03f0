namespace AsyncStdConformance.Files;

using System.Buffers;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;

/// <summary>Open files: what they can do, and what happens when something is odd about them.</summary>
public sealed class HandleTests
{
    private static readonly FileOpenOptions s_readWrite = new() { Access = FileAccess.ReadWrite, Creation = FileCreation.OpenOrCreate };

    [Theory, OnFiles]
    public void A_closed_handle_says_so_in_every_call(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            IFileHandle file = await files.OpenAsync(folder["file"], s_readWrite, default);
            await file.CloseAsync(default);
            await file.CloseAsync(default);
            file.Dispose();
            Func<Task>[] calls =
            [
                async () => await file.ReadAtAsync(0, new byte[1], default),
                async () => await file.WriteAtAsync(0, new byte[1], default),
                async () => await file.ReadAsync(new byte[1], default),
                async () => await file.WriteAsync(new byte[1], default),
                async () => await file.SeekAsync(0, SeekOrigin.Begin, default),
                async () => await file.SetLengthAsync(0, default),
                async () => await file.SyncAllAsync(default),
                async () => await file.SyncDataAsync(default),
                async () => await file.GetMetadataAsync(default),
                () => Task.FromResult(file.Duplicate()),
                () => Task.FromResult(file.CanSeek),
                () => Task.FromResult(file.TryGetSafeFileHandle(out _)),
                () => Task.FromResult(file.TryRelease(out _)),
            ];

            foreach (Func<Task> call in calls)
            {
                (await Should.ThrowAsync<ObjectDisposedException>(async () => await call())).Message.ShouldContain(folder["file"]);
            }
        });

    [Theory, OnFiles]
    public void A_handle_does_only_what_it_was_opened_for(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle reader = await files.OpenAsync(folder.File("file", "text"), FileOpenOptions.Read, default);
            using IFileHandle writer = await files.OpenAsync(folder["new"], FileOpenOptions.Create, default);

            await Should.ThrowAsync<NotSupportedException>(async () => await reader.WriteAtAsync(0, new byte[1], default));
            await Should.ThrowAsync<NotSupportedException>(async () => await reader.SetLengthAsync(0, default));
            await Should.ThrowAsync<NotSupportedException>(async () => await writer.ReadAtAsync(0, new byte[1], default));
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await reader.ReadAtAsync(-1, new byte[1], default));
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await writer.SetLengthAsync(-1, default));
            reader.IsTerminal.ShouldBeFalse();
        });

    [Theory, OnFiles]
    public void Several_buffers_are_filled_and_written_one_after_the_other(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle file = await files.OpenAsync(folder["file"], s_readWrite, default);
            ReadOnlyMemory<byte>[] written = [.. Enumerable.Range(0, 150).Select(i => (ReadOnlyMemory<byte>)new byte[] { (byte)i, (byte)i })];
            Memory<byte>[] read = [.. Enumerable.Range(0, 100).Select(_ => new Memory<byte>(new byte[3]))];

            (await file.WriteAtAsync(0, written, default)).ShouldBe(300);
            (await file.ReadAtAsync(0, read, default)).ShouldBe(300);
            (await file.WriteAsync(written, default)).ShouldBe(300);
            (await file.SeekAsync(-300, SeekOrigin.Current, default)).ShouldBe(0);
            (await file.ReadAsync(read, default)).ShouldBe(300);

            read.SelectMany(each => each.ToArray()).ShouldBe(written.SelectMany(each => each.ToArray()));
            (await file.ReadAtAsync(299, read, default)).ShouldBe(1);
        });

    [Theory, OnFiles]
    public void Appending_goes_to_the_end_as_it_is_at_that_moment(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "1");
            using IFileHandle file = await files.OpenAsync(path, new FileOpenOptions { Access = FileAccess.Write, Append = true }, default);

            await file.WriteAsync("2"u8.ToArray(), default);
            File.AppendAllText(path, "3");
            await file.WriteAtAsync(0, "4"u8.ToArray(), default);
            await files.WriteFileAsync(path, "5"u8.ToArray(), new FileOpenOptions { Access = FileAccess.Write, Append = true }, default);

            File.ReadAllText(path).ShouldBe("12345");
        });

    [Theory, OnFiles]
    public void Offsets_beyond_four_gigabytes_work(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            const long Far = (5L << 30) + 3;
            using IFileHandle file = await files.OpenAsync(folder["sparse"], s_readWrite, default);
            byte[] buffer = new byte[8];

            await file.WriteAtAsync(Far, "far"u8.ToArray(), default);

            (await file.ReadAtAsync(Far - 2, buffer, default)).ShouldBe(5);
            buffer.AsSpan(0, 5).SequenceEqual("\0\0far"u8).ShouldBeTrue();
            (await file.SeekAsync(0, SeekOrigin.End, default)).ShouldBe(Far + 3);
            (await file.GetMetadataAsync(default)).Length.ShouldBe(Far + 3);
            await file.SetLengthAsync(Far + 1, default);
            (await files.GetMetadataAsync(folder["sparse"], true, default)).Length.ShouldBe(Far + 1);
        });

    [Theory, OnFiles]
    public void A_file_grows_and_shrinks_while_it_is_read(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "12345678");
            using IFileHandle file = await files.OpenAsync(path, FileOpenOptions.Read, default);
            byte[] buffer = new byte[4];

            (await file.ReadAsync(buffer, default)).ShouldBe(4);
            File.WriteAllText(path, "12");
            (await file.ReadAsync(buffer, default)).ShouldBe(0);
            File.WriteAllText(path, "123456");
            (await file.ReadAsync(buffer, default)).ShouldBe(2);
        });

    [Theory, OnFiles]
    public void A_file_that_is_removed_while_it_is_open_lives_on(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle file = await files.OpenAsync(folder.File("file", "text"), s_readWrite, default);

            await files.RemoveFileAsync(folder["file"], default);

            byte[] buffer = new byte[8];
            (await file.WriteAtAsync(4, "more"u8.ToArray(), default)).ShouldBe(4);
            (await file.ReadAtAsync(0, buffer, default)).ShouldBe(8);
            (await file.GetMetadataAsync(default)).Length.ShouldBe(8);
        });

    [Theory, OnFiles]
    public void A_full_disk_is_said_to_be_full(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            if (!File.Exists("/dev/full"))
            {
                return;
            }

            using IFileHandle full = await files.OpenAsync("/dev/full", new FileOpenOptions { Access = FileAccess.Write }, default);

            (await Should.ThrowAsync<IOException>(async () => await full.WriteAsync(new byte[1], default))).Message.ShouldContain("/dev/full");
            (await Should.ThrowAsync<IOException>(
                async () => await files.WriteFileAsync("/dev/full", new byte[1], new FileOpenOptions { Access = FileAccess.Write }, default))).Message.ShouldContain("/dev/full");
        });

    [Theory, OnFiles]
    public void Files_that_claim_no_length_are_read_to_their_end(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            if (!File.Exists("/proc/self/maps"))
            {
                return;
            }

            var contents = new ArrayBufferWriter<byte>();

            (await files.ReadFileAsync("/proc/self/maps", contents, default)).ShouldBeGreaterThan(4096);
            using IFileHandle file = await files.OpenAsync("/proc/self/status", FileOpenOptions.Read, default);
            (await file.ReadAsync(new byte[64], default)).ShouldBe(64);
            (await files.ReadFileAsync(folder.File("empty"), contents, default)).ShouldBe(0);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.AdvisoryLocks)]
    public void A_lock_keeps_others_out_until_it_is_released(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle one = await files.OpenAsync(folder["file"], s_readWrite, default);
            using IFileHandle other = await files.OpenAsync(folder["file"], s_readWrite, default);

            await one.LockAsync(FileLockMode.Exclusive, default);
            (await other.TryLockAsync(FileLockMode.Shared, default)).ShouldBeFalse();
            await one.LockAsync(FileLockMode.Shared, default);
            (await other.TryLockAsync(FileLockMode.Shared, default)).ShouldBeTrue();
            (await other.TryLockAsync(FileLockMode.Exclusive, default)).ShouldBeFalse();
            await one.UnlockAsync(default);
            (await other.TryLockAsync(FileLockMode.Exclusive, default)).ShouldBeTrue();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.AdvisoryLocks, LackingTraits = Traits.ClosedWorld)]
    public void A_cancelled_wait_for_a_lock_leaves_none(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle holder = await files.OpenAsync(folder["file"], s_readWrite, default);
            using IFileHandle waiter = await files.OpenAsync(folder["file"], s_readWrite, default);

            await GiveUpWaiting(holder, waiter);
            await holder.UnlockAsync(default);

            using IFileHandle third = await files.OpenAsync(folder["file"], s_readWrite, default);
            await third.LockAsync(FileLockMode.Exclusive, default); // comes as soon as the late one is given back
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.AdvisoryLocks, LackingTraits = Traits.ClosedWorld)]
    public void A_lock_that_was_given_up_and_asked_for_again_stays(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle holder = await files.OpenAsync(folder["file"], s_readWrite, default);
            using IFileHandle waiter = await files.OpenAsync(folder["file"], s_readWrite, default);
            using IFileHandle third = await files.OpenAsync(folder["file"], s_readWrite, default);
            await GiveUpWaiting(holder, waiter);

            ValueTask again = waiter.LockAsync(FileLockMode.Exclusive, default);
            await holder.UnlockAsync(default);
            await again;

            for (int i = 0; i < 100; i++)
            {
                (await third.TryLockAsync(FileLockMode.Exclusive, default)).ShouldBeFalse("the call that was given up must not release what the other one has got");
            }

            await waiter.UnlockAsync(default);
            await third.LockAsync(FileLockMode.Exclusive, default);
        });

    [Theory, OnFiles]
    public void A_file_that_is_not_shared_is_not_opened_twice(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            FileOpenOptions alone = s_readWrite with { Share = FileShare.None };

            using (IFileHandle file = await files.OpenAsync(folder["file"], alone, default))
            {
                (await Should.ThrowAsync<IOException>(async () => await files.OpenAsync(folder["file"], alone, default))).Message.ShouldContain(folder["file"]);
            }

            using IFileHandle again = await files.OpenAsync(folder["file"], alone, default);
        });

    [Theory, OnFiles]
    public void A_duplicate_outlives_the_handle_that_it_was_made_from(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            IFileHandle file = await files.OpenAsync(folder.File("file", "text"), FileOpenOptions.Read, default);
            byte[] buffer = new byte[2];
            await file.ReadAsync(buffer, default);

            using IFileHandle duplicate = file.Duplicate();
            file.Dispose();

            (await duplicate.ReadAtAsync(0, buffer, default)).ShouldBe(2);
            (await duplicate.ReadAsync(buffer, default)).ShouldBe(2);
            buffer.ShouldBe("xt"u8.ToArray());
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void Handles_of_the_system_are_lent_given_away_and_adopted(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            IFileHandle file = await files.OpenAsync(folder.File("file", "text"), FileOpenOptions.Read, default);
            byte[] buffer = new byte[4];

            file.TryGetSafeFileHandle(out SafeFileHandle? lent).ShouldBeTrue();
            RandomAccess.Read(lent!, buffer, 0).ShouldBe(4);
            file.TryRelease(out SafeFileHandle? released).ShouldBeTrue();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await file.ReadAsync(buffer, default));
            RandomAccess.Read(released!, buffer, 0).ShouldBe(4);

            using IFileHandle adopted = files.Adopt(released!, FileAccess.Read, "adopted");
            adopted.CanSeek.ShouldBeTrue();
            (await adopted.ReadAtAsync(0, buffer, default)).ShouldBe(4);
            adopted.Path.ShouldBe("adopted");
            Should.Throw<ArgumentException>(() => files.Adopt(new SafeFileHandle(), FileAccess.Read, "none"));
        });

    [Theory, OnFiles]
    public void Syncing_and_reserving_leave_the_contents_alone(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle file = await files.OpenAsync(
                folder["file"], new FileOpenOptions { Access = FileAccess.ReadWrite, Creation = FileCreation.CreateNew, PreallocationSize = 1 << 16 }, default);
            (await file.GetMetadataAsync(default)).Length.ShouldBe(0);

            await file.WriteAsync("text"u8.ToArray(), default);
            await file.SyncDataAsync(default);
            await file.SyncAllAsync(default);
            if (driver.Has(FileSystemCapabilities.Preallocation))
            {
                await file.PreallocateAsync(0, 1 << 16, keepLength: true, default);
                (await file.GetMetadataAsync(default)).Length.ShouldBe(4);
                await file.PreallocateAsync(0, 1 << 16, keepLength: false, default);
                (await file.GetMetadataAsync(default)).Length.ShouldBe(1 << 16);
            }

            await file.CloseAsync(default);
            File.ReadAllText(folder["file"]).ShouldStartWith("text");
        });

    [Theory, OnFiles]
    public void A_file_goes_with_its_handle_if_that_was_asked_for(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            IFileHandle file = await files.OpenAsync(folder["file"], s_readWrite with { DeleteOnClose = true }, default);
            File.Exists(folder["file"]).ShouldBeTrue();

            await file.CloseAsync(default);

            File.Exists(folder["file"]).ShouldBeFalse();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void Reads_past_the_cache_bring_the_same(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            folder.File("file", new string('x', 8192));
            IFileHandle file;
            try
            {
                file = await files.OpenAsync(folder["file"], new FileOpenOptions { Direct = true }, default);
            }
            catch (IOException)
            {
                return; // the file system of the temporary directory has no such reads
            }

            Memory<byte> page = AlignedPage.New();
            (await file.ReadAtAsync(4096, page, default)).ShouldBe(4096);
            page.Span.IndexOfAnyExcept((byte)'x').ShouldBe(-1);
            file.Dispose();
        });

    /// <summary>One has the lock; the other waits for it and is cancelled, with its call in the system still.</summary>
    private static async Task GiveUpWaiting(IFileHandle holder, IFileHandle waiter)
    {
        using var cancel = new CancellationTokenSource();
        await holder.LockAsync(FileLockMode.Exclusive, default);
        ValueTask waiting = waiter.LockAsync(FileLockMode.Exclusive, cancel.Token);
        cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(async () => await waiting);
    }
}
