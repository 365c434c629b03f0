namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStd.Os.Unix;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>Listings, walks and the removal of trees.</summary>
public sealed class WalkTests
{
    [Theory, OnFiles(EveryRuntime = true)]
    public void A_directory_is_listed_with_the_kinds_of_its_entries(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            for (int i = 0; i < 600; i++)
            {
                folder.File($"file{i}", "abc");
            }

            folder.Directory("directory");
            System.IO.File.CreateSymbolicLink(folder["link"], "file0");
            var kinds = new Dictionary<string, FileType>();
            await foreach (DirEntry entry in Directory.ReadAsync(folder.Path))
            {
                kinds.Add(entry.Name, entry.FileType);
                entry.FullPath.ShouldBe(folder[entry.Name]);
                entry.Depth.ShouldBe(1);
                entry.Error.ShouldBeNull();
                entry.IsNameInexact.ShouldBeFalse();
            }

            kinds.Count.ShouldBe(602);
            kinds["file599"].ShouldBe(FileType.File);
            kinds["directory"].ShouldBe(FileType.Directory);
            kinds["link"].ShouldBe(FileType.SymbolicLink);
        });

    [Theory, OnFiles]
    public void An_entry_is_described_while_it_is_listed_and_later(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.File("file", "abc");
            var entries = new List<DirEntry>();
            await foreach (DirEntry entry in Directory.ReadAsync(folder.Path))
            {
                (await entry.MetadataAsync()).Length.ShouldBe(3);
                entries.Add(entry);
                if (!OperatingSystem.IsWindows() && driver.Has(FileSystemCapabilities.DirectoryFileIds))
                {
                    entry.Inode.ShouldBe((await entry.MetadataAsync()).Inode!.Value);
                }
            }

            (await entries.Single().MetadataAsync()).Length.ShouldBe(3);
            System.IO.File.Delete(folder["file"]);
            await Should.ThrowAsync<FileNotFoundException>(async () => await entries.Single().MetadataAsync());
        });

    [Theory, OnFiles(EveryRuntime = true)]
    public void A_tree_is_walked_to_its_ends_by_one_task_and_by_several(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            SortedSet<string> expected = Grow(folder);
            var walked = new List<string>();
            var visited = new List<string>();

            await foreach (DirEntry entry in Directory.WalkAsync(folder.Path))
            {
                walked.Add(entry.FullPath);
            }

            await Directory.WalkParallelAsync(
                folder.Path,
                async entry =>
                {
                    (await entry.MetadataAsync()).FileType.ShouldBe(entry.FileType);
                    lock (visited)
                    {
                        visited.Add(entry.FullPath);
                    }
                },
                new WalkOptions { Parallelism = 3 });

            walked.Order(StringComparer.Ordinal).ShouldBe(expected);
            visited.Order(StringComparer.Ordinal).ShouldBe(expected);
        });

    [Theory, OnFiles]
    public void A_walk_goes_as_deep_and_where_it_is_told(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            Grow(folder);

            (await Walk(folder, new WalkOptions { MaxDepth = 1 })).ShouldAllBe(entry => entry.Depth == 1);
            (await Walk(folder, new WalkOptions { MaxDepth = 2 })).Max(entry => entry.Depth).ShouldBe(2);
            (await Walk(folder, new WalkOptions { Enter = entry => entry.Name != "d1" })).ShouldNotContain(entry => entry.FullPath.StartsWith(folder["d1/"], StringComparison.Ordinal));
            Should.Throw<ArgumentOutOfRangeException>(() => new WalkOptions { MaxDepth = 0 });
            Should.Throw<ArgumentOutOfRangeException>(() => new WalkOptions { Parallelism = 0 });
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SymbolicLinks)]
    public void Links_are_followed_if_that_is_wanted_and_circles_end(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.Directory("a/b");
            folder.File("a/b/file");
            System.IO.Directory.CreateSymbolicLink(folder["a/b/up"], folder["a"]);
            System.IO.Directory.CreateSymbolicLink(folder["a/b/self"], ".");
            System.IO.Directory.CreateSymbolicLink(folder["other"], "a/b");
            System.IO.Directory.CreateSymbolicLink(folder["broken"], "nowhere");

            (await Walk(folder, new WalkOptions())).Select(entry => entry.FullPath).ShouldNotContain(folder["other/file"]);
            List<DirEntry> followed = await Walk(folder, new WalkOptions { FollowLinks = true });
            followed.Select(entry => entry.FullPath).ShouldContain(folder["other/file"]);
            followed.Select(entry => entry.FullPath).ShouldContain(folder["a/b/up"]);
            followed.ShouldNotContain(entry => entry.FullPath.Contains("a/b/up/b/up/", StringComparison.Ordinal));
            int visits = 0;
            await Directory.WalkParallelAsync(folder.Path, _ => { Interlocked.Increment(ref visits); return default; }, new WalkOptions { FollowLinks = true });
            visits.ShouldBe(followed.Count);
        });

    [Theory, OnFiles]
    public void What_a_visitor_throws_ends_the_walk(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            Grow(folder);

            await Should.ThrowAsync<IOException>(async () => await Directory.WalkParallelAsync(
                folder.Path, _ => throw new IOException("mine"), new WalkOptions { Errors = EntryErrors.Skip, Parallelism = 1 }));
            await Should.ThrowAsync<OperationCanceledException>(async () => await Directory.WalkParallelAsync(
                folder.Path, _ => default, cancellationToken: new CancellationToken(true)));
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await Directory.WalkParallelAsync(folder["none"], _ => default));
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await Directory.WalkAsync(folder["none"], new WalkOptions { Errors = EntryErrors.Skip }).GetAsyncEnumerator().MoveNextAsync());
        });

    [Theory, OnFiles]
    public void What_is_thrown_when_the_walk_asks_whether_to_enter_ends_it_whatever_becomes_of_errors(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.Directory("a/b/c");
            foreach (EntryErrors errors in Enum.GetValues<EntryErrors>())
            {
                var options = new WalkOptions { Errors = errors, Enter = entry => entry.Name == "b" ? throw new IOException("mine") : true };

                (await Should.ThrowAsync<IOException>(async () => await Directory.WalkParallelAsync(folder.Path, _ => default, options))).Message.ShouldBe("mine");
                (await Should.ThrowAsync<IOException>(async () => await Walk(folder, options))).Message.ShouldBe("mine");
            }
        });

    [Theory, OnFiles]
    public void What_several_visitors_throw_is_thrown_together(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.Directory("one");
            folder.Directory("two");
            folder.File("one/first");
            folder.File("two/second");
            int arrived = 0;
            var bothAreThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            AggregateException e = await Should.ThrowAsync<AggregateException>(async () => await Directory.WalkParallelAsync(
                folder.Path,
                async entry =>
                {
                    if (entry.FileType == FileType.Directory)
                    {
                        return;
                    }

                    if (Interlocked.Increment(ref arrived) == 2)
                    {
                        bothAreThere.SetResult();
                    }

                    await bothAreThere.Task;
                    throw new IOException(entry.Name);
                },
                new WalkOptions { Parallelism = 2, Errors = EntryErrors.Skip }));

            e.InnerExceptions.Select(failure => failure.Message).Order().ShouldBe(["first", "second"]);
            e.Message.ShouldContain(folder.Path);
        });

    [Theory, OnFiles]
    public void A_tree_is_removed_and_what_its_links_lead_to_is_not(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.Directory("tree/a/b");
            folder.File("tree/a/b/file");
            folder.Directory("kept");
            folder.File("kept/file");
            System.IO.Directory.CreateSymbolicLink(folder["tree/a/way"], folder["kept"]);
            System.IO.Directory.CreateSymbolicLink(folder["link"], folder["kept"]);

            await Directory.RemoveAllAsync(folder["tree"]);
            await Directory.RemoveAllAsync(folder["link"]);

            System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["kept"]]);
            System.IO.File.Exists(folder["kept/file"]).ShouldBeTrue();
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await Directory.RemoveAllAsync(folder["none"]));
            await Should.ThrowAsync<IOException>(async () => await Directory.RemoveAllAsync(folder["kept/file"]));
            await Should.ThrowAsync<IOException>(async () => await Directory.RemoveAsync(folder["kept"]));
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SymbolicLinks)]
    public void A_link_is_removed_and_not_followed_whatever_stands_behind_its_name(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            folder.Directory("kept/below");
            folder.File("kept/file");
            foreach (string end in (string[])["", "/", "//", "/.", "/./"])
            {
                System.IO.Directory.CreateSymbolicLink(folder["link"], "kept");

                await Directory.RemoveAllAsync(folder["link"] + end);

                System.IO.Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).ShouldBe(
                    [folder["kept"], folder["kept/below"], folder["kept/file"]], ignoreOrder: true, end);
            }

            await Should.ThrowAsync<IOException>(async () => await Directory.RemoveAllAsync(folder["kept/below/.."]));
            System.IO.File.Exists(folder["kept/file"]).ShouldBeTrue();
            await Directory.RemoveAllAsync(folder["kept/"]);
            System.IO.Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectoryRelativeCalls)]
    public void A_tree_whose_place_a_link_takes_in_the_last_moment_leads_nowhere(RuntimeCase on, DriverCase driver)
    {
        string? tree = null;
        driver.Run(
            on,
            async (_, folder) =>
            {
                tree = folder.Directory("tree");
                folder.Directory("kept");
                folder.File("kept/file");

                IOException e = await Should.ThrowAsync<IOException>(async () => await Directory.RemoveAllAsync(tree));

                e.Message.ShouldContain(tree);
                System.IO.File.Exists(folder["kept/file"]).ShouldBeTrue();
            },
            files => Intercepted<IFileSystem>.Around(files, (member, call) =>
            {
                // It has been described as a directory, and is about to be opened.
                if (member == nameof(IFileSystem.OpenDirectoryAsync))
                {
                    System.IO.Directory.Delete(tree!);
                    System.IO.Directory.CreateSymbolicLink(tree!, "kept");
                }

                return call();
            }));
    }

    [Theory, OnFiles]
    public void A_tree_deeper_than_any_path_is_walked_and_removed(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!driver.Has(FileSystemCapabilities.DirectoryRelativeCalls))
            {
                return;
            }

            (int depth, int directories) = Dig(folder, "deep");
            int deepest = 0, entries = 0, visits = 0;

            await foreach (DirEntry entry in Directory.WalkAsync(folder["deep"]))
            {
                entries++;
                deepest = entry.Name == "end" ? entry.Depth : deepest;
            }

            await Directory.WalkParallelAsync(folder["deep"], _ => { Interlocked.Increment(ref visits); return default; });
            int alone = 0;
            await Directory.WalkParallelAsync(folder["deep"], _ => { alone++; return default; }, new WalkOptions { Parallelism = 1 });
            await Directory.RemoveAllAsync(folder["deep"]);

            deepest.ShouldBe(depth + 1);
            entries.ShouldBe(directories + 1);
            visits.ShouldBe(directories + 1);
            alone.ShouldBe(directories + 1);
            System.IO.Directory.Exists(folder["deep"]).ShouldBeFalse();
        });

    [Theory, OnFiles]
    public void A_walk_that_breaks_off_leaves_no_directory_open(RuntimeCase on, DriverCase driver)
    {
        var open = new HashSet<IDirectoryReader>();
        driver.Run(
            on,
            async (_, folder) =>
            {
                Grow(folder);

                await Should.ThrowAsync<IOException>(async () => await Directory.WalkParallelAsync(
                    folder.Path,
                    entry => entry.Depth == 2 ? throw new IOException("mine") : default,
                    new WalkOptions { Parallelism = 1 }));
                await Should.ThrowAsync<OperationCanceledException>(async () =>
                {
                    using var source = new CancellationTokenSource();
                    await Directory.WalkParallelAsync(
                        folder.Path,
                        _ =>
                        {
                            source.Cancel();
                            return default;
                        },
                        cancellationToken: source.Token);
                });

                open.ShouldBeEmpty();
            },
            files => Interception.WithDirectories(files, (reader, member, call) =>
            {
                lock (open)
                {
                    _ = member == nameof(IDisposable.Dispose) ? open.Remove(reader) : member == nameof(IDirectoryReader.ReadAsync) && open.Add(reader);
                }

                return call();
            }));
    }

    [Theory, OnFiles]
    public void An_entry_that_cannot_be_described_is_thrown_yielded_or_left_out(RuntimeCase on, DriverCase driver)
        => driver.Run(
            on,
            async (_, folder) =>
            {
                folder.File("broken");
                folder.File("whole");

                (await Should.ThrowAsync<IOException>(async () => await List(EntryErrors.Throw))).Message.ShouldBe("planted");
                (await List(EntryErrors.Yield)).Order().ShouldBe(["broken: planted", "whole: "]);
                (await List(EntryErrors.Skip)).ShouldBe(["whole: "]);

                async Task<List<string>> List(EntryErrors errors)
                {
                    var listed = new List<string>();
                    await foreach (DirEntry entry in Directory.ReadAsync(folder.Path, errors))
                    {
                        listed.Add($"{entry.Name}: {entry.Error?.Message}");
                    }

                    return listed;
                }
            },
            files => Interception.WithListings(files, static item => item.Name == "broken" ? item with { Error = new IOException("planted") } : item));

    [Theory, OnFiles]
    public void A_name_that_is_no_UTF8_is_listed_and_says_whether_calls_with_it_fail(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsMacOS() || OperatingSystem.IsWindows())
            {
                return; // their names are text
            }

            Shell.Sh("""printf text > "$1/$(printf 'a\377\200b')" """, folder.Path);
            var entries = new List<DirEntry>();
            await foreach (DirEntry entry in Directory.ReadAsync(folder.Path))
            {
                entries.Add(entry);
            }

            entries.AddRange(await Walk(folder, new WalkOptions()));

            entries.Count.ShouldBe(2);
            foreach (DirEntry entry in entries)
            {
                bool isExact = driver.Has(FileSystemCapabilities.ByteNames);
                entry.IsNameInexact.ShouldBe(!isExact);
                if (isExact)
                {
                    (await entry.MetadataAsync()).Length.ShouldBe(4);
                    (await File.ReadToStringAsync(entry.FullPath)).ShouldBe("text");
                }
                else
                {
                    (await Should.ThrowAsync<FileNotFoundException>(async () => await entry.MetadataAsync())).Message.ShouldContain(entry.FullPath);
                    (await Should.ThrowAsync<FileNotFoundException>(async () => await File.ReadAsync(entry.FullPath))).Message.ShouldContain(entry.FullPath);
                }
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.UnixModes)]
    public void Directories_are_created_as_the_builder_is_told(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

            await new DirBuilder { Recursive = true, Mode = mode }.CreateAsync(folder["a/b"]);
            await new DirBuilder { Recursive = true }.CreateAsync(folder["a/b"]);
            await Directory.CreateAsync(folder["c"]);

            System.IO.File.GetUnixFileMode(folder["a/b"]).ShouldBe(mode);
            await Should.ThrowAsync<IOException>(async () => await Directory.CreateAsync(folder["c"]));
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await new DirBuilder().CreateAsync(folder["x/y"]));
        });

    /// <summary>Puts chains of directories below each other by moving them, so that no path is too long meanwhile. Each directory of a chain has a sibling.</summary>
    private static (int Depth, int Directories) Dig(Folder folder, string name)
    {
        const int links = 900, chains = 4;
        for (int i = 1; i <= chains; i++)
        {
            string start = i == chains ? name : $"chain{i}";
            string path = folder.Directory(start);
            for (int link = 0; link < links; link++)
            {
                System.IO.Directory.CreateDirectory(path + "/abd");
                System.IO.Directory.CreateDirectory(path += "/abc");
            }

            if (i == 1)
            {
                System.IO.File.WriteAllText(path + "/end", "");
            }
            else
            {
                System.IO.Directory.Move(folder[$"chain{i - 1}"], path + "/next");
            }
        }

        int depth = (links * chains) + chains - 1;
        return (depth, depth + (links * chains));
    }

    private static async Task<List<DirEntry>> Walk(Folder folder, WalkOptions options)
    {
        var entries = new List<DirEntry>();
        await foreach (DirEntry entry in Directory.WalkAsync(folder.Path, options))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static SortedSet<string> Grow(Folder folder)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 5; i++)
        {
            string directory = i % 2 == 0 ? $"d{i}" : $"d{i}/below/further";
            folder.Directory(directory);
            for (int j = 0; j < 10; j++)
            {
                folder.File($"{directory}/f{j}");
            }
        }

        paths.UnionWith(System.IO.Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories));
        return paths;
    }
}
