namespace AsyncStdConformance.Fs;

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AsyncStd.Fs;
using AsyncStd.Os.Unix;
using AsyncStd.Prelude;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>Paths taken apart, resolved, and asked about; links and owners.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData("/usr//share/./doc/../x/", "Root / Name usr Name share Name doc ParentDirectory .. Name x")]
    [InlineData("./a/b", "CurrentDirectory . Name a Name b")]
    [InlineData("../a", "ParentDirectory .. Name a")]
    [InlineData("", "")]
    public void A_path_has_its_parts(string path, string parts)
        => string.Join(" ", Path.Components(path).Select(part => $"{part.Kind} {part}")).ShouldBe(parts);

    [Theory]
    [InlineData("/a/bc", "/a/b", false, null)]
    [InlineData("/a/b/c", "/a/b", true, "c")]
    [InlineData("/a//b/c/d", "/a/b/", true, "c/d")]
    [InlineData("/a/b", "/a/b", true, "")]
    [InlineData("a/b", "/a", false, null)]
    public void A_path_begins_with_another_by_whole_parts(string path, string prefix, bool begins, string? rest)
    {
        Path.StartsWith(path, prefix).ShouldBe(begins);
        Path.TryStripPrefix(path, prefix, out string? left).ShouldBe(begins);
        left.ShouldBe(rest);
    }

    [Fact]
    public void A_path_ends_with_another_by_whole_parts_and_has_ancestors()
    {
        Path.EndsWith("/a/bc", "c").ShouldBeFalse();
        Path.EndsWith("/a/b/c", "b/c").ShouldBeTrue();
        Path.Ancestors("/a/b").ShouldBe(["/a/b", "/a", "/"]);
        Path.Ancestors("a/b").ShouldBe(["a/b", "a"]);
        PathComponent part = Path.Components("/a").Last();
        part.ShouldBe(Path.Components("x/a").Last());
        (part == Path.Components("/b").Last()).ShouldBeFalse();
        part.AsSpan().ToString().ShouldBe("a");
        PathComponentKind[] kinds = [PathComponentKind.Prefix, PathComponentKind.Name];
        kinds.ShouldNotContain(PathComponentKind.Root);
    }

    [Theory, OnFiles]
    public void A_path_is_resolved_and_asked_about(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            string start = await Path.CanonicalizeAsync(folder.Path);
            folder.Directory("a");
            System.IO.Directory.CreateSymbolicLink(folder["link"], "a");

            (await Path.CanonicalizeAsync(folder["link/../a/."])).ShouldBe(Path.Join(start, "a"));
            (await Path.ExistsAsync(folder["a"])).ShouldBeTrue();
            (await Path.ExistsAsync(folder["b"])).ShouldBeFalse();
            Metadata metadata = await File.MetadataAsync(folder["a"]);
            metadata.IsDirectory.ShouldBeTrue();
            (metadata.CreationTime ?? metadata.LastWriteTime).ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
            string temporary = await Path.GetTempFileNameAsync();
            (await File.MetadataAsync(temporary)).Length.ShouldBe(0);
            await File.RemoveAsync(temporary);
        });

    [Theory, OnFiles]
    public void A_file_gets_a_second_name_where_the_driver_has_those(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!driver.Has(FileSystemCapabilities.HardLinks))
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await File.CreateHardLinkAsync(folder["new"], folder.File("file")));
                return;
            }

            await File.CreateHardLinkAsync(folder["new"], folder.File("file", "abc"));

            (await File.ReadToStringAsync(folder["new"])).ShouldBe("abc");
            if (!OperatingSystem.IsWindows() && (await File.MetadataAsync(folder["new"])).LinkCount is { } links)
            {
                links.ShouldBe(2ul);
            }
        });

    [Theory, OnFiles]
    [UnsupportedOSPlatform("windows")]
    public void Owners_are_changed_where_the_driver_has_those(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            folder.File("file");
            if (!driver.Has(FileSystemCapabilities.Owners))
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await File.ChownAsync(folder["file"], null, null));
                return;
            }

            Metadata before = await File.MetadataAsync(folder["file"]);
            await File.ChownAsync(folder["file"], before.UserId, before.GroupId);
            await File.LinkChownAsync(folder["file"], null, before.GroupId);
            before.Inode.ShouldNotBeNull();
            before.Device.ShouldNotBeNull();
        });

    [Theory, OnFiles]
    public void Modes_and_flags_reach_the_system(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            var options = new OpenOptions { Write = true, CreateNew = true, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            await (await options.OpenAsync(folder["file"])).DisposeAsync();
            (await File.MetadataAsync(folder["file"])).Mode.ShouldBe(options.UnixCreateMode);

            const int directoryOnly = 0x10000; // O_DIRECTORY of Linux on x64
            bool isKnown = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
            var flagged = new OpenOptions { Read = true, UnixFlags = isKnown ? directoryOnly : 0 };
            if (isKnown && driver.Has(FileSystemCapabilities.NativeOpenFlags))
            {
                await Should.ThrowAsync<Exception>(async () => await flagged.OpenAsync(folder["file"]));
            }
        });
}
