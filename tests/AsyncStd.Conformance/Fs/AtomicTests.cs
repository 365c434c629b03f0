namespace AsyncStdConformance.Fs;

using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>Whole files, all or nothing: also when the write is stopped midway, and in an order that survives a power cut.</summary>
public sealed class AtomicTests
{
    private static readonly string[] s_stages = [nameof(IFileHandle.WriteAtAsync), nameof(IFileHandle.SyncAllAsync), nameof(IFileSystem.RenameAsync)];

    [Theory, OnFiles]
    public void The_contents_are_durable_before_they_take_over_the_name_and_the_name_is_in_the_end(RuntimeCase on, DriverCase driver)
    {
        var calls = new List<string>();
        driver.Run(
            on,
            async (_, folder) =>
            {
                folder.File("file", "old");
                await File.WriteAtomicAsync(folder["file"], "new");

                calls.ShouldBe(
                    [nameof(IFileHandle.WriteAtAsync), nameof(IFileHandle.SyncAllAsync), nameof(IFileHandle.CloseAsync), nameof(IFileSystem.RenameAsync), nameof(IFileSystem.SyncDirectoryAsync)]);
                System.IO.File.ReadAllText(folder["file"]).ShouldBe("new");
            },
            files => Interception.WithFiles(files, (member, call) =>
            {
                if (member is nameof(IFileHandle.WriteAtAsync) or nameof(IFileHandle.SyncAllAsync) or nameof(IFileHandle.CloseAsync) or nameof(IFileSystem.RenameAsync)
                    or nameof(IFileSystem.SyncDirectoryAsync))
                {
                    calls.Add(member);
                }

                return call();
            }));
    }

    [Theory, OnFiles]
    public void A_name_that_may_not_be_durable_is_a_failure(RuntimeCase on, DriverCase driver)
        => driver.Run(
            on,
            async (_, folder) =>
            {
                folder.File("file", "old");

                (await Should.ThrowAsync<IOException>(async () => await File.WriteAtomicAsync(folder["file"], "new"))).Message.ShouldBe("planted");

                System.IO.File.ReadAllText(folder["file"]).ShouldBe("new", "all else was done");
                System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["file"]]);
            },
            static files => Interception.WithFiles(
                files, static (member, call) => member == nameof(IFileSystem.SyncDirectoryAsync) ? ValueTask.FromException(new IOException("planted")) : call()));

    [Theory, OnFiles]
    public void A_write_that_is_stopped_midway_leaves_the_old_contents_and_nothing_beside_them(RuntimeCase on, DriverCase driver)
    {
        string stage = "";
        Action stop = static () => { };
        driver.Run(
            on,
            async (_, folder) =>
            {
                folder.File("file", "old");
                foreach (string each in s_stages)
                {
                    stage = each;
                    using var source = new CancellationTokenSource();
                    stop = source.Cancel;
                    await Should.ThrowAsync<OperationCanceledException>(async () => await File.WriteAtomicAsync(folder["file"], "new", source.Token));
                    ShouldBeAsBefore(folder, $"by token at {each}");

                    stop = static () => Scope.Current.Cancel();
                    JoinHandle task = Task.Spawn(async () => await File.WriteAtomicAsync(folder["file"], "new"));
                    await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
                    ShouldBeAsBefore(folder, $"by task at {each}");
                }
            },
            files => Interception.WithFiles(files, (member, call) =>
            {
                if (member == stage)
                {
                    stop();
                }

                return call();
            }));
    }

    private static void ShouldBeAsBefore(Folder folder, string what)
    {
        System.IO.File.ReadAllText(folder["file"]).ShouldBe("old", what);
        System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["file"]], what);
    }
}
