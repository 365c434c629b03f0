namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>What files say about themselves is what the system has, and can be changed.</summary>
public sealed class MetadataTests
{
    private static readonly DateTimeOffset s_time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Theory, OnFiles(EveryRuntime = true)]
    public void Files_directories_and_links_are_described(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string file = folder.File("file", "12345");
            string directory = folder.Directory("directory");
            File.CreateSymbolicLink(folder["link"], "file");
            File.CreateSymbolicLink(folder["link to directory"], "directory");

            FileMetadata described = await files.GetMetadataAsync(file, true, default);

            (described.Kind, described.Length, described.Attributes).ShouldBe((FileKind.RegularFile, 5L, File.GetAttributes(file)));
            described.LastModified.UtcDateTime.ShouldBe(File.GetLastWriteTimeUtc(file));
            described.LastAccessed.UtcDateTime.ShouldBe(File.GetLastAccessTimeUtc(file));
            (await files.GetMetadataAsync(directory, true, default)).Kind.ShouldBe(FileKind.Directory);
            (await files.GetMetadataAsync(directory, true, default)).Attributes.ShouldBe(File.GetAttributes(directory));
            FileMetadata link = await files.GetMetadataAsync(folder["link"], false, default);
            (link.Kind, link.Length, link.Attributes).ShouldBe((FileKind.SymbolicLink, 4L, File.GetAttributes(folder["link"])));
            (await files.GetMetadataAsync(folder["link"], true, default)).Length.ShouldBe(5);
            (await files.GetMetadataAsync(folder["link to directory"], false, default)).Attributes.ShouldBe(File.GetAttributes(folder["link to directory"]));
            (await files.GetMetadataAsync(folder["link to directory"], true, default)).Kind.ShouldBe(FileKind.Directory);
            using IFileHandle open = await files.OpenAsync(file, FileOpenOptions.Read, default);
            (await open.GetMetadataAsync(default)).Length.ShouldBe(5);
        });

    [Theory, OnFiles]
    public void Times_are_set_and_what_is_null_stays(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file");

            await files.SetTimesAsync(path, new FileTimes { LastModified = s_time, LastAccessed = s_time.AddDays(1) }, true, default);
            await files.SetTimesAsync(path, new FileTimes { LastModified = s_time.AddTicks(123) }, true, default);
            FileMetadata described = await files.GetMetadataAsync(path, true, default);

            described.LastModified.ShouldBe(s_time.AddTicks(123));
            described.LastAccessed.ShouldBe(s_time.AddDays(1));
            using IFileHandle file = await files.OpenAsync(path, new FileOpenOptions { Access = FileAccess.ReadWrite }, default);
            await file.SetTimesAsync(new FileTimes { LastModified = DateTimeOffset.UnixEpoch.AddSeconds(-1.5) }, default);
            (await file.GetMetadataAsync(default)).LastModified.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(-1.5));
            File.CreateSymbolicLink(folder["link"], "file");
            await files.SetTimesAsync(folder["link"], new FileTimes { LastModified = s_time }, followLinks: false, default);
            (await files.GetMetadataAsync(folder["link"], false, default)).LastModified.ShouldBe(s_time);
            (await files.GetMetadataAsync(path, false, default)).LastModified.ShouldNotBe(s_time);
        });

    [Theory, OnFiles(Lacking = FileSystemCapabilities.SettableCreationTime)]
    public void The_time_of_creation_is_refused_where_it_cannot_be_set(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            NotSupportedException refused = await Should.ThrowAsync<NotSupportedException>(
                async () => await files.SetTimesAsync(folder.File("file"), new FileTimes { Created = s_time }, true, default));

            refused.Message.ShouldContain($"'{files.Name}'");
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.UnixModes)]
    public void Permission_bits_are_set_exactly(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute;
            string path = folder.File("file");

            await files.SetUnixModeAsync(path, Mode, true, default);

            Modes.Get(path).ShouldBe(Mode);
            (await files.GetMetadataAsync(path, true, default)).UnixMode.ShouldBe(Mode);
            using IFileHandle file = await files.OpenAsync(folder["new"], FileOpenOptions.Create with { CreationMode = UnixFileMode.UserRead }, default);
            Modes.Get(folder["new"]).ShouldBe(UnixFileMode.UserRead);
            await file.SetUnixModeAsync(Mode, default);
            Modes.Get(folder["new"]).ShouldBe(Mode);
        });

    [Theory, OnFiles]
    public void Read_only_is_set_and_taken_away_as_the_base_class_library_does(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file");

            await files.SetAttributesAsync(path, FileAttributes.ReadOnly, default);
            File.GetAttributes(path).ShouldBe(FileAttributes.ReadOnly);
            (await files.GetMetadataAsync(path, true, default)).Attributes.ShouldBe(FileAttributes.ReadOnly);

            await files.SetAttributesAsync(path, FileAttributes.Normal, default);
            File.GetAttributes(path).ShouldBe(FileAttributes.Normal);
            (await files.GetMetadataAsync(path, true, default)).Attributes.ShouldBe(FileAttributes.Normal);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.HardLinks | FileSystemCapabilities.DirectoryFileIds)]
    public void Two_names_of_one_file_have_the_same_number(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "12345");

            await files.CreateHardLinkAsync(folder["name"], path, default);
            FileMetadata one = await files.GetMetadataAsync(path, true, default);
            FileMetadata other = await files.GetMetadataAsync(folder["name"], true, default);

            (other.FileId, other.DeviceId, other.LinkCount).ShouldBe((one.FileId, one.DeviceId, 2UL));
            one.AllocatedLength.ShouldNotBeNull();
            (await Should.ThrowAsync<FileNotFoundException>(async () => await files.CreateHardLinkAsync(folder["x"], folder["missing"], default)))
                .Message.ShouldContain(folder["missing"]);
        });

    [Theory, OnFiles(Lacking = FileSystemCapabilities.HardLinks)]
    public void What_the_driver_lacks_is_refused_by_its_name(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file");
            using IFileHandle file = await files.OpenAsync(path, FileOpenOptions.Create, default);
            Func<Task>[] calls =
            [
                async () => await files.CreateHardLinkAsync(folder["x"], path, default),
                async () => await files.SetOwnerAsync(path, 1, 1, true, default),
                async () => await files.RenameAsync(path, folder["x"], RenameMode.Exchange, default),
                async () => await files.CopyFileAsync(path, folder["x"], new FileCopyOptions { Cloning = FileCloning.Require }, default),
                async () => await files.OpenAsync(path, new FileOpenOptions { NativeFlags = 1 }, default),
                async () => await files.OpenAsync(path, new FileOpenOptions { Direct = true }, default),
                async () => await file.PreallocateAsync(0, 1, false, default),
            ];

            foreach (Func<Task> call in calls)
            {
                (await Should.ThrowAsync<NotSupportedException>(call)).Message.ShouldContain($"'{files.Name}'");
            }
        });
}
