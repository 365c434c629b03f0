namespace AsyncStdConformance.Files;

using System.Buffers;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>What cannot be done fails with the exception of the base class library for it, and the message names operation and path.</summary>
public sealed class BadPathsTests
{
    private static readonly FileOpenOptions s_write = new() { Access = FileAccess.Write, Creation = FileCreation.OpenOrCreate };

    [Theory, OnFiles]
    public void What_is_missing_is_a_file_that_was_not_found(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder["missing"];

            await Fails<FileNotFoundException>("open", path, async () => await files.OpenAsync(path, FileOpenOptions.Read, default));
            await Fails<FileNotFoundException>("read", path, async () => await files.ReadFileAsync(path, new ArrayBufferWriter<byte>(), default));
            await Fails<FileNotFoundException>("describe", path, async () => await files.GetMetadataAsync(path, true, default));
            await Fails<FileNotFoundException>("remove", path, async () => await files.RemoveFileAsync(path, default));
            await Fails<FileNotFoundException>("rename", path, async () => await files.RenameAsync(path, folder["to"], RenameMode.Replace, default));
            await Fails<FileNotFoundException>("copy", path, async () => await files.CopyFileAsync(path, folder["to"], FileCopyOptions.Default, default));
            await Fails<FileNotFoundException>("link", path, async () => await files.ReadLinkAsync(path, default));
            await Fails<FileNotFoundException>("resolve", path, async () => await files.CanonicalizeAsync(path, default));
            await Fails<FileNotFoundException>("times", path, async () => await files.SetTimesAsync(path, new FileTimes { LastModified = DateTimeOffset.UnixEpoch }, true, default));
            await Fails<FileNotFoundException>("attributes", path, async () => await files.SetAttributesAsync(path, FileAttributes.ReadOnly, default));
            await Fails<DirectoryNotFoundException>("directory", path, async () => await files.OpenDirectoryAsync(path, default));
            await Fails<DirectoryNotFoundException>("directory", path, async () => await files.RemoveDirectoryAsync(path, default));
            (await files.TryGetMetadataAsync(path, true, default)).ShouldBeNull();
        });

    [Theory, OnFiles]
    public void What_is_in_a_missing_directory_is_a_directory_that_was_not_found(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder["missing/file"];

            await Fails<DirectoryNotFoundException>("open", path, async () => await files.OpenAsync(path, FileOpenOptions.Read, default));
            await Fails<DirectoryNotFoundException>("open", path, async () => await files.OpenAsync(path, s_write, default));
            await Fails<DirectoryNotFoundException>("create", path, async () => await files.CreateDirectoryAsync(path, null, default));
            await Fails<DirectoryNotFoundException>("describe", path, async () => await files.GetMetadataAsync(path, true, default));
            await Fails<DirectoryNotFoundException>("remove", path, async () => await files.RemoveFileAsync(path, default));
            (await files.TryGetMetadataAsync(path, true, default)).ShouldBeNull();
        });

    [Theory, OnFiles]
    public void What_is_below_a_file_is_not_there(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file") + "/name";

            (await files.TryGetMetadataAsync(path, true, default)).ShouldBeNull();
            (await Should.ThrowAsync<IOException>(async () => await files.OpenAsync(path, FileOpenOptions.Read, default))).Message.ShouldContain(path);
        });

    [Theory, OnFiles]
    public void A_directory_is_no_file(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.Directory("directory");

            await Fails<UnauthorizedAccessException>("open", path, async () => await files.OpenAsync(path, FileOpenOptions.Read, default));
            await Fails<UnauthorizedAccessException>("open", path, async () => await files.OpenAsync(path, s_write, default));
            await Fails<UnauthorizedAccessException>("read", path, async () => await files.ReadFileAsync(path, new ArrayBufferWriter<byte>(), default));
            await Fails<UnauthorizedAccessException>("write", path, async () => await files.WriteFileAsync(path, new byte[1], FileOpenOptions.Create, default));
            await Fails<UnauthorizedAccessException>("remove", path, async () => await files.RemoveFileAsync(path, default));
            await Fails<UnauthorizedAccessException>("copy", path, async () => await files.CopyFileAsync(path, folder["to"], FileCopyOptions.Default, default));
        });

    [Theory, OnFiles]
    public void A_file_is_no_directory(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file");

            await Fails<IOException>("directory", path, async () => await files.OpenDirectoryAsync(path, default));
            await Fails<IOException>("directory", path, async () => await files.RemoveDirectoryAsync(path, default));
            await Fails<IOException>("directory", path, async () => await files.CreateDirectoryAsync(path, null, default));
        });

    [Theory, OnFiles]
    public void What_exists_is_not_created_anew(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder.File("file", "kept");
            FileOpenOptions createNew = s_write with { Creation = FileCreation.CreateNew };

            await Fails<IOException>("open", path, async () => await files.OpenAsync(path, createNew, default));
            await Fails<IOException>("create", folder.Path, async () => await files.CreateDirectoryAsync(folder.Path, null, default));
            await Fails<IOException>("link", path, async () => await files.CreateSymbolicLinkAsync(path, "target", false, default));
            await Fails<IOException>(path, path, async () => await files.RenameAsync(folder.File("other"), path, RenameMode.NoReplace, default));
            await Fails<IOException>(path, path, async () => await files.CopyFileAsync(folder["other"], path, new FileCopyOptions { Overwrite = false }, default));
            File.ReadAllText(path).ShouldBe("kept");
        });

    [Theory, OnFiles]
    public void A_path_with_a_NUL_or_without_anything_is_refused(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            (await Should.ThrowAsync<ArgumentException>(async () => await files.OpenAsync("a\0b", FileOpenOptions.Read, default))).Message.ShouldContain("NUL");
            await Should.ThrowAsync<ArgumentException>(async () => await files.GetMetadataAsync("", true, default));
            await Should.ThrowAsync<ArgumentException>(async () => await files.RenameAsync(folder["a"], "b\0", RenameMode.Replace, default));
        });

    [Theory, OnFiles]
    public void A_name_that_is_too_long_is_said_to_be(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string path = folder[new string('n', 256)];
            string deep = folder[string.Join('/', Enumerable.Repeat(new string('d', 100), 60))];

            await Fails<PathTooLongException>("open", path, async () => await files.OpenAsync(path, s_write, default));
            await Fails<PathTooLongException>("describe", path, async () => await files.GetMetadataAsync(path, true, default));
            await Fails<PathTooLongException>("open", deep, async () => await files.OpenAsync(deep, FileOpenOptions.Read, default));
        });

    [Theory, OnFiles]
    public void Links_that_lead_nowhere_or_in_a_circle_are_told_apart(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            File.CreateSymbolicLink(folder["broken"], "nowhere");
            File.CreateSymbolicLink(folder["one"], "two");
            File.CreateSymbolicLink(folder["two"], "one");

            await Fails<FileNotFoundException>("open", folder["broken"], async () => await files.OpenAsync(folder["broken"], FileOpenOptions.Read, default));
            (await files.TryGetMetadataAsync(folder["broken"], true, default)).ShouldBeNull();
            (await files.GetMetadataAsync(folder["broken"], false, default)).Kind.ShouldBe(FileKind.SymbolicLink);
            (await files.ReadLinkAsync(folder["broken"], default)).ShouldBe("nowhere");
            await Fails<IOException>("open", folder["one"], async () => await files.OpenAsync(folder["one"], FileOpenOptions.Read, default));
            await Fails<IOException>("resolve", folder["one"], async () => await files.CanonicalizeAsync(folder["one"], default));
            (await files.GetMetadataAsync(folder["one"], false, default)).Kind.ShouldBe(FileKind.SymbolicLink);
            await Fails<IOException>(
                "open", folder["broken"], async () => await files.OpenAsync(folder["broken"], s_write with { Creation = FileCreation.CreateNew }, default));
            await files.RemoveFileAsync(folder["broken"], default);
            Directory.GetFileSystemEntries(folder.Path).Length.ShouldBe(2);
        });

    [Theory, OnFiles]
    public void A_link_is_refused_where_that_is_asked_for(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            File.CreateSymbolicLink(folder["link"], folder.File("file"));

            await Fails<IOException>("open", folder["link"], async () => await files.OpenAsync(folder["link"], new FileOpenOptions { RefuseLink = true }, default));
            using IFileHandle file = await files.OpenAsync(folder["file"], new FileOpenOptions { RefuseLink = true }, default);
        });

    [Theory, OnFiles]
    public void Options_that_contradict_each_other_are_refused(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            FileOpenOptions[] wrong =
            [
                new() { Truncate = true },
                new() { Append = true },
                new() { Access = FileAccess.Write, Append = true, Truncate = true },
                new() { Access = FileAccess.Write, PreallocationSize = -1 },
                new() { Access = FileAccess.Write, PreallocationSize = 1 },
                new() { Access = 0 },
                new() { Creation = (FileCreation)9 },
            ];

            foreach (FileOpenOptions options in wrong)
            {
                await Should.ThrowAsync<ArgumentException>(async () => await files.OpenAsync(folder["file"], options, default));
            }

            await Should.ThrowAsync<ArgumentException>(async () => await files.WriteFileAsync(folder["file"], new byte[1], FileOpenOptions.Read, default));
            Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
        });

    [Theory, OnFiles]
    public void A_cancelled_token_ends_a_call_before_it_has_any_effect(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            var cancelled = new CancellationToken(canceled: true);
            string path = folder.File("file", "kept");

            await Should.ThrowAsync<OperationCanceledException>(async () => await files.RemoveFileAsync(path, cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await files.OpenAsync(folder["new"], FileOpenOptions.Create, cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await files.CreateDirectoryAsync(folder["directory"], null, cancelled));
            using IFileHandle file = await files.OpenAsync(path, new FileOpenOptions { Access = FileAccess.ReadWrite }, default);
            await Should.ThrowAsync<OperationCanceledException>(async () => await file.WriteAtAsync(0, new byte[1], cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await file.ReadAtAsync(0, new byte[1], cancelled));
            await Should.ThrowAsync<OperationCanceledException>(async () => await file.SetLengthAsync(0, cancelled));

            Directory.GetFileSystemEntries(folder.Path).ShouldHaveSingleItem();
            File.ReadAllText(path).ShouldBe("kept");
        });

    private static async Task Fails<TException>(string operation, string path, Func<Task> call)
        where TException : Exception
    {
        TException failure = await Should.ThrowAsync<TException>(call);
        failure.GetType().ShouldBe(typeof(TException), failure.Message);
        failure.Message.ShouldStartWith("Cannot ");
        failure.Message.ShouldContain(operation);
        failure.Message.ShouldContain(path);
    }
}
