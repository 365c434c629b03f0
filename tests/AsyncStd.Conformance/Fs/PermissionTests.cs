namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>What the system does not permit, by the module's own calls.</summary>
public sealed class PermissionTests
{
    /// <summary>Of a file whose owner is somebody else; the disguise keeps its groups.</summary>
    private const UnixFileMode Shared = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<object[]> OnOneThread => Files.PermissionTests.OnOneThread;

    [Theory, MemberData(nameof(OnOneThread))]
    public void A_call_that_is_not_permitted_says_so_and_on_what(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file", "secret");
            string closed = folder.Directory("closed");
            string inside = folder.File("closed/file");
            string fresh = folder["new"];
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                await Denied(file, async () => await File.ReadToStringAsync(file));
                await Denied(file, async () => await File.OpenAsync(file));
                await Denied(file, async () => await File.CopyAsync(file, fresh));
                await Denied(file, async () => await File.RemoveAsync(file));
                await Denied(file, async () => await File.RenameAsync(file, fresh));
                await Denied(fresh, async () => await File.WriteAsync(fresh, "x"));
                await Denied(folder.Path, async () => await File.WriteAtomicAsync(fresh, "x"));
                await Denied(fresh, async () => await Directory.CreateAsync(fresh));
                await Denied(closed, async () => await Directory.RemoveAsync(closed));
                await Denied(inside, async () => await File.MetadataAsync(inside));
                await Denied(closed, async () => await Directory.ReadAsync(closed).GetAsyncEnumerator().MoveNextAsync());
                await Denied(closed, async () =>
                {
                    await foreach (DirEntry _ in Directory.WalkAsync(folder.Path))
                    {
                    }
                });
                (await File.ExistsAsync(file)).ShouldBeTrue("describing it is permitted");
                (await File.ExistsAsync(inside)).ShouldBeFalse("as in the BCL");
            }

            (await File.ReadToStringAsync(file)).ShouldBe("secret");
            (await File.ExistsAsync(fresh)).ShouldBeFalse();
        });
    }

    [Theory, MemberData(nameof(OnOneThread))]
    public void A_copy_over_somebody_elses_file_that_one_may_write_to_keeps_its_mode_and_times(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file");
            string closed = folder.Directory("closed");
            string source = folder.File("source", "new");
            string target = folder.File("target", "old");
            Files.Modes.Set(target, Shared);
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                await File.CopyAsync(source, target, overwrite: true);
            }

            (await File.ReadToStringAsync(target)).ShouldBe("new");
            Files.Modes.Get(target).ShouldBe(Shared);
        });
    }

    [Theory, MemberData(nameof(OnOneThread))]
    public void A_tree_may_be_removed_from_a_directory_that_may_not_be_listed(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file");
            string closed = folder.Directory("closed");
            string open = folder.Directory("open");
            Files.Modes.Set(open, UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                await Directory.CreateAllAsync(open + "/tree/branch");
                await Directory.RemoveAllAsync(open + "/tree");
            }

            System.IO.Directory.Exists(open + "/tree").ShouldBeFalse();
        });
    }

    [Theory, MemberData(nameof(OnOneThread))]
    public void A_file_that_may_not_be_removed_does_not_keep_the_rest_of_its_tree(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file");
            string closed = folder.Directory("closed");
            string tree = folder.Directory("tree");
            folder.File("tree/somebody's");
            Files.Modes.Set(tree, UnixFileMode.StickyBit | Shared | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                await Directory.CreateAllAsync(tree + "/own/below");
                await Should.ThrowAsync<UnauthorizedAccessException>(async () => await Directory.RemoveAllAsync(tree));
            }

            System.IO.Directory.GetFileSystemEntries(tree).ShouldBe([tree + "/somebody's"]);
        });
    }

    [Theory, MemberData(nameof(OnOneThread))]
    public void A_directory_that_may_not_be_listed_is_yielded_with_its_error_or_left_out(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file");
            string closed = folder.Directory("closed");
            folder.File("closed/inside");
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                foreach (bool isParallel in (bool[])[false, true])
                {
                    (await Walk(EntryErrors.Yield, isParallel)).Order().ShouldBe(["closed 1 ", "closed 1 UnauthorizedAccessException", "file 1 "]);
                    (await Walk(EntryErrors.Skip, isParallel)).Order().ShouldBe(["closed 1 ", "file 1 "]);
                    await Denied(closed, async () => await Walk(EntryErrors.Throw, isParallel));
                }

                foreach (EntryErrors errors in Enum.GetValues<EntryErrors>())
                {
                    var listed = new List<string>();
                    await foreach (DirEntry entry in Directory.ReadAsync(folder.Path, errors))
                    {
                        listed.Add(Describe(entry));
                    }

                    listed.Order().ShouldBe(["closed 1 ", "file 1 "]);
                    await Denied(closed, async () => await Directory.ReadAsync(closed, errors).GetAsyncEnumerator().MoveNextAsync());
                    await Denied(closed, async () => await Directory.WalkAsync(closed, new WalkOptions { Errors = errors }).GetAsyncEnumerator().MoveNextAsync());
                    await Denied(closed, async () => await Directory.WalkParallelAsync(closed, _ => default, new WalkOptions { Errors = errors }));
                }
            }

            async Task<List<string>> Walk(EntryErrors errors, bool isParallel)
            {
                var options = new WalkOptions { Errors = errors };
                var seen = new List<string>();
                if (isParallel)
                {
                    await Directory.WalkParallelAsync(
                        folder.Path,
                        entry =>
                        {
                            seen.Add(Describe(entry));
                            return default;
                        },
                        options);
                    return seen;
                }

                await foreach (DirEntry entry in Directory.WalkAsync(folder.Path, options))
                {
                    seen.Add(Describe(entry));
                }

                return seen;
            }
        });

        static string Describe(DirEntry entry) => $"{entry.Name} {entry.Depth} {entry.Error?.GetType().Name}";
    }

    [Theory, MemberData(nameof(OnOneThread))]
    public void Paths_of_what_is_inaccessible_are_ignored_where_the_BCL_ignores_them(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (_, folder) =>
        {
            string file = folder.File("file");
            string closed = folder.Directory("closed");
            folder.File("closed/inside");
            using (Files.PermissionTests.AsNobody(folder.Path, file, closed))
            {
                foreach (bool ignores in (bool[])[true, false])
                {
                    foreach (string start in (string[])[closed, folder.Path])
                    {
                        var options = new EnumerationOptions { IgnoreInaccessible = ignores, RecurseSubdirectories = true };
                        object expected = await Outcome(() => Task.FromResult(System.IO.Directory.GetFileSystemEntries(start, "*", options)));
                        (await Outcome(async () => await Directory.GetFileSystemEntriesAsync(start, "*", options))).ShouldBe(expected, $"{start}, {ignores}");
                    }
                }
            }
        });

        static async Task<object> Outcome(Func<Task<string[]>> list)
        {
            try
            {
                return string.Join('\n', (await list()).Order(StringComparer.Ordinal));
            }
            catch (UnauthorizedAccessException e)
            {
                return e.GetType();
            }
        }
    }

    private static async Task Denied(string path, Func<Task> call)
        => (await Should.ThrowAsync<UnauthorizedAccessException>(call)).Message.ShouldContain(path);
}
