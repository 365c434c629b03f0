namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;

/// <summary>Files and directories that remove themselves find themselves, whatever the current directory has become.</summary>
public sealed class RelativeTemporaryTests
{
    [Theory, OnFiles]
    public void They_are_removed_where_they_were_made(RuntimeCase on, DriverCase driver)
    {
        string current = "";
        driver.Run(
            on,
            async (_, folder) =>
            {
                current = folder.Path;
                folder.Directory("sub");

                TempFile file = await TempFile.CreateAsync("sub");
                TempDirectory directory = await TempDirectory.CreateAsync("sub");
                System.IO.Directory.GetFileSystemEntries(folder["sub"]).Order().ShouldBe(((string[])[file.Path, directory.Path]).Order());
                current = folder.Directory("other");
                await file.DisposeAsync();
                await directory.DisposeAsync();

                System.IO.Directory.GetFileSystemEntries(folder["sub"]).ShouldBeEmpty();
            },
            files => Intercepted<IFileSystem>.Around(files, (member, call) => member == $"get_{nameof(IFileSystem.CurrentDirectory)}" ? current : call()));
    }
}
