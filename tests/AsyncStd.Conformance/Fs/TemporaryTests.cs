namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>Files and directories that remove themselves, however the code that has them ends.</summary>
public sealed class TemporaryTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [Theory, OnFiles(EveryRuntime = true)]
    public void They_are_removed_by_a_task_that_was_cancelled(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            JoinHandle task = Task.Spawn(async () =>
            {
                await using TempDirectory directory = await TempDirectory.CreateAsync(folder.Path);
                await Directory.CreateAllAsync(directory.PathOf("a", "b"));
                await File.WriteAsync(directory.PathOf("a", "b", "file"), "x");
                await using TempFile file = await TempFile.CreateAsync(folder.Path);
                await file.File.WriteAsync("x"u8.ToArray());
                Scope.Current.Cancel();
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());

            System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    // A virtual clock can jump over the grace while the thread pool brings a close to its end.
    [Theory, OnFiles(LackingTraits = Traits.VirtualTime)]
    public void They_are_removed_when_time_has_run_out(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, async () =>
            {
                await using TempDirectory directory = await TempDirectory.CreateAsync();
                await File.WriteAsync(folder["place"], directory.Path);
                await using TempFile file = await TempFile.CreateAsync(directory.Path);
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            }).AsTask());

            // Where the time ran out before the place was written, nothing was left to be removed either.
            string place = System.IO.File.Exists(folder["place"]) ? System.IO.File.ReadAllText(folder["place"]) : "";
            System.IO.Directory.Exists(place).ShouldBeFalse();
        });

    [Theory, OnFiles]
    public void They_are_removed_when_the_body_throws(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            (await Should.ThrowAsync<InvalidTimeZoneException>(async () =>
            {
                await using TempDirectory directory = await TempDirectory.CreateAsync(folder.Path);
                await using TempFile inside = await TempFile.CreateAsync(directory.Path);
                await using TempFile file = await TempFile.CreateAsync(folder.Path);
                throw new InvalidTimeZoneException("of the body");
            })).Message.ShouldBe("of the body");

            System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    [Theory, OnFiles]
    public void What_is_persisted_stays(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string kept;
            await using (TempDirectory directory = await TempDirectory.CreateAsync(folder.Path))
            {
                kept = directory.Persist();
                await using TempFile file = await TempFile.CreateAsync(directory.Path);
                await file.PersistAsync(directory.PathOf("file"));
            }

            System.IO.Directory.GetFileSystemEntries(kept).ShouldBe([Path.Join(kept, "file")]);
        });

    [Theory, OnFiles]
    public void What_somebody_else_has_removed_is_no_failure(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return; // an open file keeps its directory there
            }

            TempDirectory directory = await TempDirectory.CreateAsync(folder.Path);
            TempFile alone = await TempFile.CreateAsync(directory.Path);
            TempFile inside = await TempFile.CreateAsync(directory.Path);

            System.IO.File.Delete(alone.Path);
            await alone.DisposeAsync();
            System.IO.Directory.Delete(directory.Path, recursive: true);
            await inside.DisposeAsync();
            await directory.DisposeAsync();

            inside.File.CanRead.ShouldBeFalse();
        });

    [Theory, OnFiles]
    public void What_could_not_be_removed_is_removed_by_disposing_again(RuntimeCase on, DriverCase driver)
    {
        bool refuses = true;
        driver.Run(
            on,
            async (_, folder) =>
            {
                TempDirectory directory = await TempDirectory.CreateAsync(folder.Path);
                TempFile file = await TempFile.CreateAsync(folder.Path);

                await Should.ThrowAsync<IOException>(async () => await directory.DisposeAsync());
                await Should.ThrowAsync<IOException>(async () => await file.DisposeAsync());
                refuses = false;
                await directory.DisposeAsync();
                await file.DisposeAsync();

                System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
            },
            files => Intercepted<IFileSystem>.Around(
                files,
                (member, call) => !refuses ? call()
                    : member is nameof(IFileSystem.RemoveFileAsync) or nameof(IFileSystem.RemoveDirectoryAsync) ? ValueTask.FromException(new IOException("planted"))
                    : member == nameof(IFileSystem.OpenDirectoryAsync) ? ValueTask.FromException<IDirectoryReader>(new IOException("planted"))
                    : call()));
    }

    [Theory, OnFiles]
    public void A_write_error_at_close_is_reported_and_the_file_is_removed_all_the_same(RuntimeCase on, DriverCase driver)
        => driver.Run(
            on,
            async (_, folder) =>
            {
                TempFile file = await TempFile.CreateAsync(folder.Path);

                (await Should.ThrowAsync<IOException>(async () => await file.DisposeAsync())).Message.ShouldBe("planted");
                (await Should.ThrowAsync<IOException>(async () =>
                {
                    await using File closed = await File.CreateAsync(folder["file"]);
                })).Message.ShouldBe("planted");
                (await Should.ThrowAsync<IOException>(async () => await File.WriteAtomicAsync(folder["file"], "x"))).Message.ShouldBe("planted");

                System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["file"]]);
            },
            static files => Interception.WithFiles(files, static (member, call) => member == nameof(IFileHandle.CloseAsync) ? Fail((ValueTask)call()!) : call()));

    private static async ValueTask Fail(ValueTask closing)
    {
        await closing;
        throw new IOException("planted");
    }
}
