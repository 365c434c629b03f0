namespace AsyncStdConformance.Fs;

using AsyncStd.Fs;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>What the system does not permit, by the module's own calls.</summary>
public sealed class PermissionTests
{
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

    private static async Task Denied(string path, Func<Task> call)
        => (await Should.ThrowAsync<UnauthorizedAccessException>(call)).Message.ShouldContain(path);
}
