namespace AsyncStdConformance.Fs;

using System.Text;
using AsyncStd.Fs;
using AsyncStd.Os.Unix;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;
using AsyncStdConformance.Harness;
using Microsoft.Win32.SafeHandles;
using File = AsyncStd.Fs.File;

/// <summary>What an open file can be asked and told beside its bytes.</summary>
public sealed class HandleTests
{
    [Theory, OnFiles]
    public void An_open_file_has_a_length_times_and_permissions_that_can_be_set(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            var time = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
            await using File file = await File.CreateAsync(folder["file"]);

            await file.SetLenAsync(10);
            await file.SetTimesAsync(lastWrite: time, lastAccess: time.AddDays(1));
            await file.SetPermissionsAsync((await file.MetadataAsync()).Permissions.WithReadOnly(true));
            await file.SyncDataAsync();
            await file.SyncAllAsync();
            Metadata metadata = await file.MetadataAsync();

            file.Position.ShouldBe(0);
            metadata.Length.ShouldBe(10);
            metadata.FileType.ShouldBe(FileType.File);
            metadata.IsFile.ShouldBeTrue();
            metadata.LastWriteTime.ShouldBe(time);
            metadata.LastAccessTime.ShouldBe(time.AddDays(1));
            metadata.Permissions.IsReadOnly.ShouldBeTrue();
            (metadata.Attributes & FileAttributes.ReadOnly).ShouldBe(FileAttributes.ReadOnly);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.AdvisoryLocks)]
    public void A_lock_keeps_others_out_until_it_is_released(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            await using File one = await File.OpenAsync(folder.File("file"));
            await using File other = await File.OpenAsync(folder["file"]);

            await one.LockAsync();
            (await other.TryLockAsync()).ShouldBeFalse();
            await one.UnlockAsync();
            await one.LockSharedAsync();
            (await other.TryLockSharedAsync()).ShouldBeTrue();
            (await other.TryLockAsync()).ShouldBeFalse();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_file_goes_to_the_BCL_and_comes_back_with_its_cursor(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            File file = await File.CreateNewAsync(folder["file"]);
            await file.WriteAsync("abcdef"u8.ToArray());
            await file.SeekAsync(2, SeekOrigin.Begin);

            FileStream stream = await file.IntoFileStreamAsync();
            file.CanRead.ShouldBeFalse();
            stream.Position.ShouldBe(2);
            stream.ReadByte().ShouldBe('c');
            await using File back = await File.FromFileStreamAsync(stream);

            back.Position.ShouldBe(3);
            byte[] buffer = new byte[3];
            (await back.ReadAsync(buffer)).ShouldBe(3);
            buffer.ShouldBe("def"u8.ToArray());
            back.SafeFileHandle.IsInvalid.ShouldBeFalse();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_descriptor_goes_and_comes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            int rest = driver.Has(FileSystemCapabilities.SharedPosition) ? 2 : 6; // whether the system's own position can be set
            File file = await File.OpenAsync(folder.File("file", "abcdef"));
            await file.SeekAsync(4, SeekOrigin.Begin);
            file.AsRawFd().ShouldBeGreaterThan(2);

            int descriptor = await file.IntoRawFdAsync();
            await using File back = File.FromRawFd(descriptor, FileAccess.Read);
            byte[] buffer = new byte[8];

            (await back.ReadAsync(buffer)).ShouldBe(rest);
            Encoding.ASCII.GetString(buffer, 0, rest).ShouldBe("abcdef"[^rest..]);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void A_raw_handle_goes_and_comes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            if (!OperatingSystem.IsWindows())
            {
                return;
            }

            File file = await File.OpenAsync(folder.File("file", "abcdef"));
            AsyncStd.Os.Windows.FileExtensions.AsRawHandle(file).ShouldNotBe(0);

            nint handle = await AsyncStd.Os.Windows.FileExtensions.IntoRawHandleAsync(file);
            await using File back = AsyncStd.Os.Windows.FileExtensions.FromRawHandle(handle, FileAccess.Read);

            (await back.ReadAsync(new byte[8])).ShouldBe(6);
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.NativeHandles)]
    public void The_twins_that_take_a_handle_leave_it_open(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
            using SafeFileHandle handle = System.IO.File.OpenHandle(folder.File("file", "abc"), FileMode.Open, FileAccess.ReadWrite);

            await File.SetLastWriteTimeUtcAsync(handle, time);
            (await File.GetLastWriteTimeUtcAsync(handle)).ShouldBe(time);
            (await File.GetAttributesAsync(handle)).ShouldBe(System.IO.File.GetAttributes(handle));
            if (!OperatingSystem.IsWindows())
            {
                await File.SetUnixFileModeAsync(handle, UnixFileMode.UserRead);
                (await File.GetUnixFileModeAsync(handle)).ShouldBe(UnixFileMode.UserRead);
            }

            RandomAccess.GetLength(handle).ShouldBe(3);
        });

    [Theory, OnFiles]
    public void A_closed_file_says_so(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            File file = await File.CreateAsync(folder["file"]);
            await file.CloseAsync();
            await file.DisposeAsync();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await file.ReadAsync(new byte[1]));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await file.WriteAtAsync(new byte[1], 0));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await file.MetadataAsync());
            Should.Throw<ObjectDisposedException>(() => file.Position);
            (file.CanRead || file.CanWrite || file.CanSeek).ShouldBeFalse();
        });
}
