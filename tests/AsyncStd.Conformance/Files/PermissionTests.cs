namespace AsyncStdConformance.Files;

using System.Buffers;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>What the system does not permit, it says so about.</summary>
/// <remarks>A privileged process may do anything, so the thread that makes the calls becomes somebody else's to the file system, see setfsuid(2). That works where
/// all calls are made on one thread.</remarks>
public sealed class PermissionTests
{
    private const uint Nobody = 65534;
    private const UnixFileMode All = (UnixFileMode)0x1FF;
    private const UnixFileMode Readable = (UnixFileMode)0x16D; // r-xr-xr-x

    public static IEnumerable<object[]> OnOneThread
        => from driver in DriverCase.All select new object[] { RuntimeCase.All.Single(each => each.Name == "seeded"), driver };

    [Theory, MemberData(nameof(OnOneThread))]
    public void What_is_not_permitted_is_told_apart_from_what_is_missing(RuntimeCase on, DriverCase driver)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        driver.Run(on, async (files, folder) =>
        {
            string file = folder.File("file", "secret");
            string closed = folder.Directory("closed");
            folder.File("closed/file");
            using (AsNobody(folder.Path, file, closed))
            {
                await Denied(file, async () => await files.OpenAsync(file, FileOpenOptions.Read, default));
                await Denied(file, async () => await files.ReadFileAsync(file, new ArrayBufferWriter<byte>(), default));
                await Denied(closed, async () => await files.OpenDirectoryAsync(closed, default));
                await Denied(closed + "/file", async () => await files.GetMetadataAsync(closed + "/file", true, default));
                await Denied(closed + "/file", async () => await files.TryGetMetadataAsync(closed + "/file", true, default));
                await Denied(closed + "/file", async () => await files.OpenAsync(closed + "/file", FileOpenOptions.Create, default));
                await Denied(folder["new"], async () => await files.OpenAsync(folder["new"], FileOpenOptions.Create, default));
                await Denied(folder["new"], async () => await files.CreateDirectoryAsync(folder["new"], null, default));
                await Denied(file, async () => await files.RemoveFileAsync(file, default));
                await Denied(closed, async () => await files.RemoveDirectoryAsync(closed, default));
                await Denied(file, async () => await files.RenameAsync(file, folder["new"], RenameMode.Replace, default));
                await Denied(file, async () => await files.SetUnixModeAsync(file, All, true, default));
            }
        });
    }

    /// <summary>The calling thread becomes somebody to whom a folder is readable, and a file and a directory in it are closed.</summary>
    /// <returns>Puts everything back, on the same thread.</returns>
    internal static IDisposable AsNobody(string folder, string file, string closed)
    {
        Modes.Set(file, UnixFileMode.None);
        Modes.Set(closed, UnixFileMode.None);
        Modes.Set(folder, Readable);
        return new Disguise(SetUser(Nobody), folder, closed);
    }

    private static async Task Denied(string path, Func<Task> call)
        => (await Should.ThrowAsync<UnauthorizedAccessException>(call)).Message.ShouldContain(path);

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern uint SetUser(uint user);

    private sealed class Disguise(uint self, string folder, string closed) : IDisposable
    {
        public void Dispose()
        {
            SetUser(self);
            Modes.Set(folder, All);
            Modes.Set(closed, All);
        }
    }
}
