namespace AsyncStdConformance.Files;

using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Reads that go past the cache, many at a time.</summary>
public sealed class DirectReadTests
{
    private const int PageSize = AlignedPage.Size;
    private const int Pages = 64;

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void Many_reads_at_a_time_each_bring_their_own_bytes(RuntimeCase on, DriverCase driver)
        => OnDirectFile(on, driver, async file =>
        {
            JoinHandle[] readers = [.. Enumerable.Range(0, 600).Select(reader => Task.Spawn(async () =>
            {
                Memory<byte> page = AlignedPage.New();
                for (int i = 0; i < 5; i++)
                {
                    int number = ((reader * 7) + (i * 13)) % Pages;
                    (await file.ReadAtAsync((long)number * PageSize, page, default)).ShouldBe(PageSize);
                    page.Span.IndexOfAnyExcept((byte)number).ShouldBe(-1);
                }
            }))];

            foreach (JoinHandle reader in readers)
            {
                await reader;
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void The_read_at_the_end_is_short_and_the_one_behind_it_empty(RuntimeCase on, DriverCase driver)
        => OnDirectFile(on, driver, async file =>
        {
            Memory<byte> page = AlignedPage.New();

            (await file.ReadAtAsync(Pages * PageSize, page, default)).ShouldBe(100);
            (await file.ReadAtAsync((Pages + 1) * PageSize, page, default)).ShouldBe(0);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void A_read_that_does_not_begin_at_a_block_says_on_which_file(RuntimeCase on, DriverCase driver)
        => OnDirectFile(on, driver, async file =>
        {
            Exception? refusal = await Record.ExceptionAsync(async () => await file.ReadAtAsync(1, AlignedPage.New()[..100], default));

            // A file system that does not insist reads it.
            refusal?.ShouldBeAssignableTo<IOException>()!.Message.ShouldContain("read");
            refusal?.Message.ShouldContain(file.Path);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void A_read_that_was_cancelled_does_not_write_into_its_buffer_later(RuntimeCase on, DriverCase driver)
        => OnDirectFile(on, driver, async file =>
        {
            int read = 0, cancelled = 0;
            for (int round = 0; round < 20; round++)
            {
                using var cancel = new CancellationTokenSource();
                Memory<byte>[] pages = [.. Enumerable.Range(0, 40).Select(_ => AlignedPage.New())];
                ValueTask<int>[] reads = [.. pages.Select((page, i) => file.ReadAtAsync((i + 1L) * PageSize, page, cancel.Token))];
                cancel.Cancel();
                foreach ((int i, ValueTask<int> each) in reads.Index())
                {
                    try
                    {
                        (await each).ShouldBe(PageSize);
                        pages[i].Span.IndexOfAnyExcept((byte)(i + 1)).ShouldBe(-1);
                        read++;
                    }
                    catch (OperationCanceledException)
                    {
                        pages[i].Span.Fill(0xFF);
                        cancelled++;
                        await file.ReadAtAsync(0, AlignedPage.New(), default); // behind everything that was asked for before
                        pages[i].Span.IndexOfAnyExcept((byte)0xFF).ShouldBe(-1);
                    }
                }
            }

            (read + cancelled).ShouldBe(20 * 40);
            file.TryRelease(out Microsoft.Win32.SafeHandles.SafeFileHandle? handle).ShouldBeTrue(); // no call is under way any longer
            handle!.Dispose();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void A_file_that_is_closed_meanwhile_is_closed_when_the_reads_have_ended(RuntimeCase on, DriverCase driver)
        => OnDirectFile(on, driver, async file =>
        {
            ValueTask<int>[] reads = [.. Enumerable.Range(0, 32).Select(i => file.ReadAtAsync((long)i * PageSize, AlignedPage.New(), default))];

            await file.CloseAsync(default);

            foreach (ValueTask<int> each in reads)
            {
                try
                {
                    (await each).ShouldBe(PageSize);
                }
                catch (ObjectDisposedException)
                {
                    // It had not begun.
                }
            }

            await Should.ThrowAsync<ObjectDisposedException>(async () => await file.ReadAtAsync(0, AlignedPage.New(), default));
        });

    /// <summary>A file of pages of which each is full of its number, and a rest of 100 bytes; nothing where the file system has no such reads.</summary>
    private static void OnDirectFile(RuntimeCase on, DriverCase driver, Func<IFileHandle, Task> body)
        => driver.Run(on, async (files, folder) =>
        {
            byte[] contents = [.. Enumerable.Range(0, (Pages * PageSize) + 100).Select(i => (byte)(i / PageSize))];
            await files.WriteFileAsync(folder["file"], contents, FileOpenOptions.Create, default);
            IFileHandle file;
            try
            {
                file = await files.OpenAsync(folder["file"], new FileOpenOptions { Direct = true }, default);
            }
            catch (IOException)
            {
                return;
            }

            using (file)
            {
                await body(file);
            }
        });
}
