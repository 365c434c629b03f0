namespace AsyncStdConformance.Fs;

using System.Runtime.Versioning;
using System.Text;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>The twins of the BCL's members do what those do: each is compared with its sister on a folder of its own.</summary>
public sealed class TwinTests
{
    private static readonly DateTime s_time = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    /// <summary>Of files in the folder: what carries a time over can be told from what makes a new one.</summary>
    private static readonly DateTime s_longAgo = new(1999, 9, 8, 7, 6, 5, DateTimeKind.Utc);

    [Theory, OnFiles]
    public void Files_are_changed_as_the_BCL_changes_them(RuntimeCase on, DriverCase driver)
        => Compare(
            on,
            driver,
            ("delete", p => System.IO.File.Delete(p + "file"), async p => await File.DeleteAsync(p + "file")),
            ("delete missing", p => System.IO.File.Delete(p + "none"), async p => await File.DeleteAsync(p + "none")),
            ("delete below missing", p => System.IO.File.Delete(p + "none/none"), async p => await File.DeleteAsync(p + "none/none")),
            ("delete directory", p => System.IO.File.Delete(p + "directory"), async p => await File.DeleteAsync(p + "directory")),
            ("delete link", p => System.IO.File.Delete(p + "link"), async p => await File.DeleteAsync(p + "link")),
            ("copy", p => System.IO.File.Copy(p + "file", p + "new"), async p => await File.CopyAsync(p + "file", p + "new")),
            ("copy over", p => System.IO.File.Copy(p + "file", p + "other"), async p => await File.CopyAsync(p + "file", p + "other")),
            ("copy over, allowed", p => System.IO.File.Copy(p + "file", p + "other", true), async p => await File.CopyAsync(p + "file", p + "other", true)),
            ("copy empty", p => System.IO.File.Copy(p + ".hidden", p + "new"), async p => await File.CopyAsync(p + ".hidden", p + "new")),
            ("copy missing", p => System.IO.File.Copy(p + "none", p + "new"), async p => await File.CopyAsync(p + "none", p + "new")),
            ("copy directory", p => System.IO.File.Copy(p + "directory", p + "new"), async p => await File.CopyAsync(p + "directory", p + "new")),
            ("move", p => System.IO.File.Move(p + "file", p + "new"), async p => await File.MoveAsync(p + "file", p + "new")),
            ("move over", p => System.IO.File.Move(p + "file", p + "other"), async p => await File.MoveAsync(p + "file", p + "other")),
            ("move over, allowed", p => System.IO.File.Move(p + "file", p + "other", true), async p => await File.MoveAsync(p + "file", p + "other", true)),
            ("move missing", p => System.IO.File.Move(p + "none", p + "new"), async p => await File.MoveAsync(p + "none", p + "new")),
            ("move missing below missing", p => System.IO.File.Move(p + "none/none", p + "new"), async p => await File.MoveAsync(p + "none/none", p + "new")),
            ("move below a file", p => System.IO.File.Move(p + "other/none", p + "new"), async p => await File.MoveAsync(p + "other/none", p + "new")),
            ("move to below missing", p => System.IO.File.Move(p + "file", p + "none/new"), async p => await File.MoveAsync(p + "file", p + "none/new")),
            ("move a link", p => System.IO.File.Move(p + "link", p + "new"), async p => await File.MoveAsync(p + "link", p + "new")),
            ("move a link to nothing", p => System.IO.File.Move(p + "broken", p + "new"), async p => await File.MoveAsync(p + "broken", p + "new")),
            ("move a link to a directory", p => System.IO.File.Move(p + "way", p + "new"), async p => await File.MoveAsync(p + "way", p + "new")),
            ("move directory", p => System.IO.File.Move(p + "directory", p + "new"), async p => await File.MoveAsync(p + "directory", p + "new")),
            ("replace", p => System.IO.File.Replace(p + "file", p + "other", p + "backup"), async p => await File.ReplaceAsync(p + "file", p + "other", p + "backup")),
            ("replace missing", p => System.IO.File.Replace(p + "file", p + "none", null), async p => await File.ReplaceAsync(p + "file", p + "none", null)),
            ("set attributes", p => System.IO.File.SetAttributes(p + "file", FileAttributes.ReadOnly), async p => await File.SetAttributesAsync(p + "file", FileAttributes.ReadOnly)),
            ("set attributes of missing", p => System.IO.File.SetAttributes(p + "none", 0), async p => await File.SetAttributesAsync(p + "none", 0)),
            ("set time", p => System.IO.File.SetLastWriteTimeUtc(p + "file", s_time), async p => await File.SetLastWriteTimeUtcAsync(p + "file", s_time)),
            ("set time of directory", p => System.IO.Directory.SetLastWriteTime(p + "directory", s_time), async p => await Directory.SetLastWriteTimeAsync(p + "directory", s_time)),
            ("set time of missing", p => System.IO.File.SetLastWriteTimeUtc(p + "none", s_time), async p => await File.SetLastWriteTimeUtcAsync(p + "none", s_time)),
            ("create symbolic link", p => System.IO.File.CreateSymbolicLink(p + "new", "file"), async p => await File.CreateSymbolicLinkAsync(p + "new", "file")),
            ("create symbolic link over", p => System.IO.File.CreateSymbolicLink(p + "other", "file"), async p => await File.CreateSymbolicLinkAsync(p + "other", "file")));

    [Theory, OnFiles]
    public void Files_go_to_another_file_system_as_the_BCL_takes_them_there(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!SmallDisk.TryMount(folder.Directory("disk"), out SmallDisk? disk))
            {
                return;
            }

            using (disk)
            {
                await CompareIn(
                    folder,
                    path =>
                    {
                        string there = folder.Directory("disk/" + Path.GetFileName(path.TrimEnd('/')));
                        System.IO.File.WriteAllText(there + "/there", "old");
                        System.IO.Directory.CreateSymbolicLink(path + "away", there);
                    },
                    ("move", p => System.IO.File.Move(p + "file", p + "away/new"), async p => await File.MoveAsync(p + "file", p + "away/new")),
                    ("move over", p => System.IO.File.Move(p + "file", p + "away/there"), async p => await File.MoveAsync(p + "file", p + "away/there")),
                    ("move over, allowed", p => System.IO.File.Move(p + "file", p + "away/there", true), async p => await File.MoveAsync(p + "file", p + "away/there", true)),
                    ("move missing", p => System.IO.File.Move(p + "none", p + "away/new"), async p => await File.MoveAsync(p + "none", p + "away/new")),
                    ("move to below missing", p => System.IO.File.Move(p + "file", p + "away/none/new"), async p => await File.MoveAsync(p + "file", p + "away/none/new")),
                    ("copy", p => System.IO.File.Copy(p + "file", p + "away/new"), async p => await File.CopyAsync(p + "file", p + "away/new")),
                    ("copy over", p => System.IO.File.Copy(p + "file", p + "away/there", true), async p => await File.CopyAsync(p + "file", p + "away/there", true)),
                    ("move directory", p => System.IO.Directory.Move(p + "directory", p + "away/new"), async p => await Directory.MoveAsync(p + "directory", p + "away/new")));
            }
        });

    [Theory, OnFiles]
    public void Texts_are_written_as_the_BCL_writes_them(RuntimeCase on, DriverCase driver)
    {
        string[] lines = ["one", "zwöi", ""];
        byte[] bytes = [1, 2, 3];
        Compare(
            on,
            driver,
            ("write text", p => System.IO.File.WriteAllText(p + "file", "täxt"), async p => await File.WriteAllTextAsync(p + "file", "täxt")),
            ("write no text", p => System.IO.File.WriteAllText(p + "file", (string?)null), async p => await File.WriteAllTextAsync(p + "file", (string?)null)),
            ("write with mark", p => System.IO.File.WriteAllText(p + "file", "täxt", Encoding.Unicode), async p => await File.WriteAllTextAsync(p + "file", "täxt", Encoding.Unicode)),
            ("append text", p => System.IO.File.AppendAllText(p + "file", "täxt"), async p => await File.AppendAllTextAsync(p + "file", "täxt")),
            ("append with mark", p => System.IO.File.AppendAllText(p + "file", "x", Encoding.UTF8), async p => await File.AppendAllTextAsync(p + "file", "x", Encoding.UTF8)),
            ("append with mark to new", p => System.IO.File.AppendAllText(p + "new", "x", Encoding.UTF8), async p => await File.AppendAllTextAsync(p + "new", "x", Encoding.UTF8)),
            ("write lines", p => System.IO.File.WriteAllLines(p + "file", lines), async p => await File.WriteAllLinesAsync(p + "file", lines)),
            ("write lines with mark", p => System.IO.File.WriteAllLines(p + "file", lines, Encoding.UTF8), async p => await File.WriteAllLinesAsync(p + "file", lines, Encoding.UTF8)),
            ("append lines", p => System.IO.File.AppendAllLines(p + "new", lines), async p => await File.AppendAllLinesAsync(p + "new", lines)),
            ("append lines with mark", p => System.IO.File.AppendAllLines(p + "file", lines, Encoding.UTF32), async p => await File.AppendAllLinesAsync(p + "file", lines, Encoding.UTF32)),
            ("write bytes", p => System.IO.File.WriteAllBytes(p + "file", bytes), async p => await File.WriteAllBytesAsync(p + "file", bytes)),
            ("append bytes", p => System.IO.File.AppendAllBytes(p + "file", bytes), async p => await File.AppendAllBytesAsync(p + "file", bytes)),
            ("write text below missing", p => System.IO.File.WriteAllText(p + "none/file", ""), async p => await File.WriteAllTextAsync(p + "none/file", "")),
            ("write text to directory", p => System.IO.File.WriteAllText(p + "directory", ""), async p => await File.WriteAllTextAsync(p + "directory", "")),
            ("append writer", p => Use(System.IO.File.AppendText(p + "file")), async p => Use(await File.AppendTextAsync(p + "file"))),
            ("create writer", p => Use(System.IO.File.CreateText(p + "file")), async p => Use(await File.CreateTextAsync(p + "file"))));

        static void Use(StreamWriter writer)
        {
            using (writer)
            {
                writer.Write("hällo");
            }
        }
    }

    [Theory, OnFiles]
    public void Directories_are_changed_as_the_BCL_changes_them(RuntimeCase on, DriverCase driver)
        => Compare(
            on,
            driver,
            ("create", p => System.IO.Directory.CreateDirectory(p + "a/b/c"), async p => await Directory.CreateDirectoryAsync(p + "a/b/c")),
            ("create existing", p => System.IO.Directory.CreateDirectory(p + "directory"), async p => await Directory.CreateDirectoryAsync(p + "directory")),
            ("create over a file", p => System.IO.Directory.CreateDirectory(p + "file"), async p => await Directory.CreateDirectoryAsync(p + "file")),
            ("create below a file", p => System.IO.Directory.CreateDirectory(p + "file/a"), async p => await Directory.CreateDirectoryAsync(p + "file/a")),
            ("delete", p => System.IO.Directory.Delete(p + "empty"), async p => await Directory.DeleteAsync(p + "empty")),
            ("delete full", p => System.IO.Directory.Delete(p + "directory"), async p => await Directory.DeleteAsync(p + "directory")),
            ("delete with all", p => System.IO.Directory.Delete(p + "directory", true), async p => await Directory.DeleteAsync(p + "directory", true)),
            ("delete missing", p => System.IO.Directory.Delete(p + "none"), async p => await Directory.DeleteAsync(p + "none")),
            ("delete missing with all", p => System.IO.Directory.Delete(p + "none", true), async p => await Directory.DeleteAsync(p + "none", true)),
            ("delete a file", p => System.IO.Directory.Delete(p + "file"), async p => await Directory.DeleteAsync(p + "file")),
            ("delete a file with all", p => System.IO.Directory.Delete(p + "file", true), async p => await Directory.DeleteAsync(p + "file", true)),
            ("delete a link to a file", p => System.IO.Directory.Delete(p + "link"), async p => await Directory.DeleteAsync(p + "link")),
            ("delete a link to a file with all", p => System.IO.Directory.Delete(p + "link", true), async p => await Directory.DeleteAsync(p + "link", true)),
            ("delete a link to nothing with all", p => System.IO.Directory.Delete(p + "broken", true), async p => await Directory.DeleteAsync(p + "broken", true)),
            ("delete with separator", p => System.IO.Directory.Delete(p + "empty/"), async p => await Directory.DeleteAsync(p + "empty/")),
            ("delete with all and separator", p => System.IO.Directory.Delete(p + "directory/", true), async p => await Directory.DeleteAsync(p + "directory/", true)),
            ("delete with all and dot", p => System.IO.Directory.Delete(p + "directory/.", true), async p => await Directory.DeleteAsync(p + "directory/.", true)),
            ("delete a link with separator", p => System.IO.Directory.Delete(p + "way/"), async p => await Directory.DeleteAsync(p + "way/")),
            ("delete a link with all and separator", p => System.IO.Directory.Delete(p + "way/", true), async p => await Directory.DeleteAsync(p + "way/", true)),
            ("delete a link with all and separators", p => System.IO.Directory.Delete(p + "way//", true), async p => await Directory.DeleteAsync(p + "way//", true)),
            ("delete a link with all and dot", p => System.IO.Directory.Delete(p + "way/.", true), async p => await Directory.DeleteAsync(p + "way/.", true)),
            ("delete a link", p => System.IO.Directory.Delete(p + "way"), async p => await Directory.DeleteAsync(p + "way")),
            ("delete a link with all", p => System.IO.Directory.Delete(p + "way", true), async p => await Directory.DeleteAsync(p + "way", true)),
            ("move", p => System.IO.Directory.Move(p + "directory", p + "new"), async p => await Directory.MoveAsync(p + "directory", p + "new")),
            ("move over", p => System.IO.Directory.Move(p + "directory", p + "empty"), async p => await Directory.MoveAsync(p + "directory", p + "empty")),
            ("move missing", p => System.IO.Directory.Move(p + "none", p + "new"), async p => await Directory.MoveAsync(p + "none", p + "new")),
            ("move onto itself", p => System.IO.Directory.Move(p + "directory", p + "directory/"), async p => await Directory.MoveAsync(p + "directory", p + "directory/")),
            ("create symbolic link", p => System.IO.Directory.CreateSymbolicLink(p + "new", "directory"), async p => await Directory.CreateSymbolicLinkAsync(p + "new", "directory")));

    [Theory, OnFiles]
    [UnsupportedOSPlatform("windows")]
    public void Questions_are_answered_as_the_BCL_answers_them(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string prefix = Fill(folder, "x");
            foreach (string name in (string[])["file", "directory", "empty", "link", "way", "broken", "none", "none/none", "file/", "file/below", "directory/", ""])
            {
                string path = name is "" ? "" : prefix + name;
                (await Same(name, () => System.IO.File.Exists(path), async () => await File.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.Directory.Exists(path), async () => await Directory.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => Path.Exists(path), async () => await AsyncStd.Prelude.PathExtensions.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetAttributes(path), async () => await File.GetAttributesAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetLastWriteTimeUtc(path), async () => await File.GetLastWriteTimeUtcAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetCreationTime(path), async () => await File.GetCreationTimeAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.Directory.GetLastAccessTime(path), async () => await Directory.GetLastAccessTimeAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.ResolveLinkTarget(path, true)?.FullName, async () => (await File.ResolveLinkTargetAsync(path, true))?.FullName)).ShouldBeTrue();
                (await Same(name, () => System.IO.File.ReadAllText(path), async () => await File.ReadAllTextAsync(path))).ShouldBeTrue();
                (await Same(name, () => string.Join("|", System.IO.File.ReadAllLines(path)), async () => string.Join("|", await File.ReadAllLinesAsync(path)))).ShouldBeTrue();
                if (!OperatingSystem.IsWindows())
                {
                    (await Same(name, () => System.IO.File.GetUnixFileMode(path), async () => await File.GetUnixFileModeAsync(path))).ShouldBeTrue();
                }
            }
        });

    [Theory, OnFiles]
    public void The_time_of_creation_is_the_one_that_the_BCL_tells_and_sets(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string prefix = Fill(folder, "x");
            DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), older = old.AddYears(-1);
            foreach (string path in (string[])[prefix + "file", prefix + "directory"])
            {
                System.IO.File.SetLastWriteTimeUtc(path, old);
                (await File.GetCreationTimeUtcAsync(path)).ShouldBe(System.IO.File.GetCreationTimeUtc(path));
                await File.SetCreationTimeUtcAsync(path, older);
                System.IO.File.GetCreationTimeUtc(path).ShouldBe(older);
                (await Directory.GetCreationTimeUtcAsync(path)).ShouldBe(older);
            }

            System.IO.File.SetLastWriteTimeUtc(prefix + "file", old);
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = System.IO.File.OpenHandle(prefix + "file", FileMode.Open, FileAccess.ReadWrite);
            (await File.GetCreationTimeUtcAsync(handle)).ShouldBe(System.IO.File.GetCreationTimeUtc(handle));
            await File.SetCreationTimeUtcAsync(handle, older);
            System.IO.File.GetCreationTimeUtc(handle).ShouldBe(older);
        });

    [Theory, OnFiles]
    public void Paths_are_listed_as_the_BCL_lists_them(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string prefix = Fill(folder, "x");
            var hidden = new EnumerationOptions { RecurseSubdirectories = true };
            var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, MatchCasing = MatchCasing.CaseInsensitive, ReturnSpecialDirectories = true };
            foreach (string pattern in (string[])["*", "*.*", "f*", "?ile", "*.txt", "*i*", "directory/*", "FILE", ".*", ""])
            {
                foreach (SearchOption option in Enum.GetValues<SearchOption>())
                {
                    (await Directory.GetFilesAsync(prefix, pattern, option)).ShouldBe(System.IO.Directory.GetFiles(prefix, pattern, option), ignoreOrder: true, pattern);
                    (await Directory.GetDirectoriesAsync(prefix, pattern, option)).ShouldBe(System.IO.Directory.GetDirectories(prefix, pattern, option), ignoreOrder: true, pattern);
                    (await Directory.GetFileSystemEntriesAsync(prefix, pattern, option))
                        .ShouldBe(System.IO.Directory.GetFileSystemEntries(prefix, pattern, option), ignoreOrder: true, pattern);
                }

                (await Directory.GetFileSystemEntriesAsync(prefix, pattern, hidden)).ShouldBe(System.IO.Directory.GetFileSystemEntries(prefix, pattern, hidden), ignoreOrder: true, pattern);
                (await Directory.GetFileSystemEntriesAsync(prefix, pattern, all)).ShouldBe(System.IO.Directory.GetFileSystemEntries(prefix, pattern, all), ignoreOrder: true, pattern);
                (await Directory.GetFilesAsync(prefix, pattern, all)).ShouldBe(System.IO.Directory.GetFiles(prefix, pattern, all), ignoreOrder: true, pattern);
            }

            await Should.ThrowAsync<ArgumentException>(async () => await Directory.GetFilesAsync(prefix, "/*"));
            await Should.ThrowAsync<DirectoryNotFoundException>(async () => await Directory.GetFilesAsync(prefix + "none"));
        });

    [Theory, OnFiles]
    public void Letters_that_are_special_in_a_pattern_elsewhere_are_letters_where_names_may_have_them(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string[] names = OperatingSystem.IsWindows() ? ["ab", "xAAy"] : ["ab", "a\\b", "x<y", "xAAy", "x>y", "x\"y", "x.y"];
            foreach (string name in names)
            {
                folder.File(name);
            }

            foreach (MatchType match in (MatchType[])[MatchType.Simple, MatchType.Win32, (MatchType)7])
            {
                var options = new EnumerationOptions { MatchType = match };
                foreach (string pattern in (string[])["a\\b", "*\\*", "x<y", "x>y", "x\"y", "x?y", "a*", "a\0b", "", "."])
                {
                    if (!OperatingSystem.IsWindows() || !pattern.Contains('\\'))
                    {
                        (await Same(
                            pattern,
                            () => string.Join('|', System.IO.Directory.GetFiles(folder.Path, pattern, options).Order()),
                            async () => string.Join('|', (await Directory.GetFilesAsync(folder.Path, pattern, options)).Order()))).ShouldBeTrue();
                    }
                }
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SymbolicLinks)]
    [UnsupportedOSPlatform("windows")]
    public void A_path_goes_up_by_its_text_as_in_the_BCL(RuntimeCase on, DriverCase driver)
    {
        string[] lines = ["one"];
        Compare(
            on,
            driver,
            ("create below", p => System.IO.Directory.CreateDirectory(p + "none/../new"), async p => await Directory.CreateDirectoryAsync(p + "none/../new")),
            ("create with mode", p => System.IO.Directory.CreateDirectory(p + "none/../new", UnixFileMode.UserRead), async p => await Directory.CreateDirectoryAsync(p + "none/../new", UnixFileMode.UserRead)),
            ("delete directory", p => System.IO.Directory.Delete(p + "none/../empty"), async p => await Directory.DeleteAsync(p + "none/../empty")),
            ("delete tree", p => System.IO.Directory.Delete(p + "way/../directory", true), async p => await Directory.DeleteAsync(p + "way/../directory", true)),
            ("delete up from a link", p => System.IO.Directory.Delete(p + "way/below/..", true), async p => await Directory.DeleteAsync(p + "way/below/..", true)),
            ("link to directory", p => System.IO.Directory.CreateSymbolicLink(p + "deep/../new", "empty"), async p => await Directory.CreateSymbolicLinkAsync(p + "deep/../new", "empty")),
            ("set time of directory", p => System.IO.Directory.SetLastWriteTimeUtc(p + "deep/../empty", s_time), async p => await Directory.SetLastWriteTimeUtcAsync(p + "deep/../empty", s_time)),
            ("delete", p => System.IO.File.Delete(p + "none/../file"), async p => await File.DeleteAsync(p + "none/../file")),
            ("copy", p => System.IO.File.Copy(p + "none/../file", p + "deep/../new"), async p => await File.CopyAsync(p + "none/../file", p + "deep/../new")),
            ("move", p => System.IO.File.Move(p + "none/../file", p + "deep/../new"), async p => await File.MoveAsync(p + "none/../file", p + "deep/../new")),
            ("replace", p => System.IO.File.Replace(p + "no/../file", p + "no/../other", p + "no/../backup"), async p => await File.ReplaceAsync(p + "no/../file", p + "no/../other", p + "no/../backup")),
            ("set attributes", p => System.IO.File.SetAttributes(p + "none/../file", FileAttributes.ReadOnly), async p => await File.SetAttributesAsync(p + "none/../file", FileAttributes.ReadOnly)),
            ("set mode", p => System.IO.File.SetUnixFileMode(p + "none/../file", UnixFileMode.UserRead), async p => await File.SetUnixFileModeAsync(p + "none/../file", UnixFileMode.UserRead)),
            ("set time", p => System.IO.File.SetLastWriteTimeUtc(p + "none/../file", s_time), async p => await File.SetLastWriteTimeUtcAsync(p + "none/../file", s_time)),
            ("link", p => System.IO.File.CreateSymbolicLink(p + "deep/../new", "file"), async p => await File.CreateSymbolicLinkAsync(p + "deep/../new", "file")),
            ("write text", p => System.IO.File.WriteAllText(p + "none/../file", "x"), async p => await File.WriteAllTextAsync(p + "none/../file", "x")),
            ("append text", p => System.IO.File.AppendAllText(p + "none/../file", "x"), async p => await File.AppendAllTextAsync(p + "none/../file", "x")),
            ("append with mark", p => System.IO.File.AppendAllText(p + "no/../new", "x", Encoding.UTF8), async p => await File.AppendAllTextAsync(p + "no/../new", "x", Encoding.UTF8)),
            ("write lines", p => System.IO.File.WriteAllLines(p + "deep/../new", lines), async p => await File.WriteAllLinesAsync(p + "deep/../new", lines)),
            ("append lines", p => System.IO.File.AppendAllLines(p + "deep/../new", lines), async p => await File.AppendAllLinesAsync(p + "deep/../new", lines)),
            ("write bytes", p => System.IO.File.WriteAllBytes(p + "none/../file", [1]), async p => await File.WriteAllBytesAsync(p + "none/../file", [1])),
            ("append bytes", p => System.IO.File.AppendAllBytes(p + "none/../file", [1]), async p => await File.AppendAllBytesAsync(p + "none/../file", [1])),
            ("create", p => System.IO.File.Create(p + "none/../new").Dispose(), async p => await (await File.CreateAsync(p + "none/../new")).DisposeAsync()),
            ("open to write", p => System.IO.File.OpenWrite(p + "none/../new").Dispose(), async p => await (await File.OpenWriteAsync(p + "none/../new")).DisposeAsync()),
            ("open or create", p => System.IO.File.Open(p + "none/../new", FileMode.OpenOrCreate).Dispose(), async p => await (await File.OpenAsync(p + "none/../new", FileMode.OpenOrCreate)).DisposeAsync()),
            ("create text", p => System.IO.File.CreateText(p + "none/../new").Dispose(), async p => (await File.CreateTextAsync(p + "none/../new")).Dispose()),
            ("append text to a writer", p => System.IO.File.AppendText(p + "none/../new").Dispose(), async p => (await File.AppendTextAsync(p + "none/../new")).Dispose()),
            ("a name with dots", p => System.IO.File.WriteAllText(p + "a..b", "x"), async p => await File.WriteAllTextAsync(p + "a..b", "x")),
            ("a name of three dots", p => System.IO.File.WriteAllText(p + "...", "x"), async p => await File.WriteAllTextAsync(p + "...", "x")));
        driver.Run(on, async (_, folder) =>
        {
            string prefix = Fill(folder, "x");
            foreach (string name in (string[])["none/../file", "deep/../file", "none/../directory", "none/../none", "file/..", "directory/..", "file/.", "none/../way/", "../x/file", "a..b", ".."])
            {
                string path = prefix + name;
                (await Same(name, () => System.IO.File.Exists(path), async () => await File.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.Directory.Exists(path), async () => await Directory.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => Path.Exists(path), async () => await AsyncStd.Prelude.PathExtensions.ExistsAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetAttributes(path), async () => await File.GetAttributesAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetUnixFileMode(path), async () => await File.GetUnixFileModeAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.GetLastWriteTimeUtc(path), async () => await File.GetLastWriteTimeUtcAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.ReadAllText(path), async () => await File.ReadAllTextAsync(path))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.ReadAllBytes(path).Length, async () => (await File.ReadAllBytesAsync(path)).Length)).ShouldBeTrue();
                (await Same(name, () => string.Join('|', System.IO.File.ReadAllLines(path)), async () => string.Join('|', await File.ReadAllLinesAsync(path)))).ShouldBeTrue();
                (await Same(name, () => System.IO.File.ReadLines(path).Count(), async () => await File.ReadLinesAsync(path).CountAsync())).ShouldBeTrue();
                foreach ((string pattern, SearchOption option) in ((string, SearchOption)[])[("*", default), ("f*", SearchOption.AllDirectories), ("none/../f*", default)])
                {
                    (await Same(
                        name,
                        () => string.Join('|', System.IO.Directory.GetFileSystemEntries(path, pattern, option).Order()),
                        async () => string.Join('|', (await Directory.GetFileSystemEntriesAsync(path, pattern, option)).Order()))).ShouldBeTrue();
                }
            }
        });
    }

    [Theory, OnFiles]
    public void Lines_of_a_file_that_fits_no_string_are_made_as_it_is_read(RuntimeCase on, DriverCase driver)
        => driver.Run(
            on,
            async (_, folder) => (await File.ReadAllLinesAsync(folder.File("large", "one\r\ntwo\n\nend"))).ShouldBe(["one", "two", "", "end"]),
            static files => Intercepted<IFileSystem>.Around(files, static (member, arguments, call) =>
            {
                if (member == nameof(IFileSystem.ReadFileAsync))
                {
                    ((System.Buffers.IBufferWriter<byte>)arguments[1]!).GetMemory(int.MaxValue); // what a driver asks for first, of a file that claims such a length
                }

                return call();
            }));

    [Theory, OnFiles(OneRuntime = true)]
    public void A_text_that_is_encoded_in_pieces_is_written_as_the_BCL_writes_it(RuntimeCase on, DriverCase driver)
    {
        string text = string.Concat(Enumerable.Repeat("aé€\U0001F600", 1_000_001)); // pairs stand across the ends of pieces
        Compare(
            on,
            driver,
            ("write", p => System.IO.File.WriteAllText(p + "file", text), async p => await File.WriteAllTextAsync(p + "file", text)),
            ("write with mark", p => System.IO.File.WriteAllText(p + "file", text, Encoding.BigEndianUnicode), async p => await File.WriteAllTextAsync(p + "file", text, Encoding.BigEndianUnicode)),
            ("append", p => System.IO.File.AppendAllText(p + "file", text), async p => await File.AppendAllTextAsync(p + "file", text)),
            ("append with mark", p => System.IO.File.AppendAllText(p + "new", text, Encoding.UTF8), async p => await File.AppendAllTextAsync(p + "new", text, Encoding.UTF8)));
    }

    [Theory, OnFiles]
    public void A_directory_that_is_removed_before_it_is_listed_is_passed_over_as_in_the_BCL(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            var expected = new List<string>();
            folder.Directory("bcl/gone");
            foreach (string path in System.IO.Directory.EnumerateFileSystemEntries(folder["bcl"], "*", SearchOption.AllDirectories))
            {
                expected.Add(Path.GetFileName(path));
                System.IO.Directory.Delete(path);
            }

            foreach (bool isReplaced in (bool[])[false, true])
            {
                var listed = new List<string>();
                folder.Directory($"here {isReplaced}/gone");
                await foreach (string path in Directory.EnumerateFileSystemEntriesAsync(folder[$"here {isReplaced}"], "*", SearchOption.AllDirectories))
                {
                    listed.Add(Path.GetFileName(path));
                    System.IO.Directory.Delete(path);
                    if (isReplaced)
                    {
                        System.IO.File.WriteAllText(path, "");
                    }
                }

                listed.ShouldBe(expected);
            }
        });

    [Theory, OnFiles]
    public void What_is_ignored_as_inaccessible_is_no_other_failure(RuntimeCase on, DriverCase driver)
        => driver.Run(
            on,
            async (_, folder) =>
            {
                folder.Directory("below");
                var options = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = true };

                (await Should.ThrowAsync<IOException>(async () => await Directory.GetFilesAsync(folder.Path, "*", options))).Message.ShouldBe("planted");
            },
            static files => Interception.WithDirectories(
                files, static (_, member, call) => member == nameof(IDirectoryReader.OpenDirectoryAsync) ? throw new IOException("planted") : call()));

    private static async Task<bool> Same<T>(string name, Func<T> expected, Func<Task<T>> actual)
    {
        object? Try()
        {
            try
            {
                return expected();
            }
            catch (Exception e)
            {
                return e.GetType();
            }
        }

        object? before = Try();
        object? answer;
        try
        {
            answer = await actual();
        }
        catch (Exception e)
        {
            answer = e.GetType();
        }

        // A time of access may move at any time: then the answer is what the BCL said before or what it says now.
        if (!Equals(answer, before))
        {
            answer.ShouldBe(Try(), $"of '{name}'");
        }

        return true;
    }

    private static void Compare(RuntimeCase on, DriverCase driver, params (string What, Action<string> Sister, Func<string, Task> Twin)[] calls)
        => driver.Run(on, async (_, folder) => await CompareIn(folder, null, calls));

    private static async Task CompareIn(Folder folder, Action<string>? prepare, params (string What, Action<string> Sister, Func<string, Task> Twin)[] calls)
    {
        foreach ((string what, Action<string> sister, Func<string, Task> twin) in calls)
        {
            string expected = Fill(folder, what + " expected"), actual = Fill(folder, what + " actual");
            prepare?.Invoke(expected);
            prepare?.Invoke(actual);
            Exception? expectedFailure = null, actualFailure = null;
            try
            {
                sister(expected);
            }
            catch (Exception e)
            {
                expectedFailure = e;
            }

            try
            {
                await twin(actual);
            }
            catch (Exception e)
            {
                actualFailure = e;
            }

            actualFailure?.GetType().ShouldBe(expectedFailure?.GetType(), what);
            (actualFailure is null).ShouldBe(expectedFailure is null, $"{what}: {actualFailure ?? expectedFailure}");
            Describe(actual).ShouldBe(Describe(expected), what);
        }
    }

    private static string Fill(Folder folder, string name)
    {
        string path = folder.Directory(name) + "/";
        System.IO.File.WriteAllText(path + "file", "conténts");
        System.IO.File.WriteAllText(path + "other", "other");
        System.IO.File.WriteAllText(path + "some.txt", "1\r\n2\n");
        System.IO.File.WriteAllText(path + ".hidden", "");
        System.IO.File.SetLastWriteTimeUtc(path + "file", s_longAgo);
        System.IO.File.SetLastWriteTimeUtc(path + ".hidden", s_longAgo);
        System.IO.Directory.CreateDirectory(path + "empty");
        System.IO.Directory.CreateDirectory(path + "directory/below/further");
        System.IO.File.WriteAllText(path + "directory/file", "below");
        System.IO.File.WriteAllText(path + "directory/below/file.txt", "below");
        System.IO.File.CreateSymbolicLink(path + "link", "file");
        System.IO.File.CreateSymbolicLink(path + "broken", "nowhere");
        System.IO.Directory.CreateSymbolicLink(path + "way", "directory");
        System.IO.Directory.CreateSymbolicLink(path + "deep", "directory/below/further");
        return path;
    }

    /// <summary>Names, kinds, contents, targets and read-only marks of all that is there, and old times.</summary>
    private static string Describe(string path)
    {
        var lines = new List<string>();
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (string entry in System.IO.Directory.GetFileSystemEntries(path, "*", options).Where(each => !each.Contains("/way/", StringComparison.Ordinal) && !each.Contains("/deep/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(entry);
            bool isDirectory = System.IO.Directory.Exists(entry);
            string contents = isDirectory || file.LinkTarget is not null ? "" : Convert.ToHexString(System.IO.File.ReadAllBytes(entry));
            string time = file.LastWriteTimeUtc < DateTime.UtcNow.AddYears(-1) ? file.LastWriteTimeUtc.ToString("O") : "";
            string? target = Path.IsPathRooted(file.LinkTarget) ? "elsewhere" : file.LinkTarget;
            lines.Add($"{entry[path.Length..]} {isDirectory} {target} {contents} {file.IsReadOnly} {time}");
        }

        return string.Join('\n', lines);
    }
}
