namespace AsyncStdConformance.Files;

using System.Buffers;
using System.Text;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>Bytes go into files and come back, by offset, by position and as a whole.</summary>
public sealed class ContentsTests
{
    private static readonly FileOpenOptions s_readWrite = new() { Access = FileAccess.ReadWrite, Creation = FileCreation.OpenOrCreate };

    [Theory, OnFiles(EveryRuntime = true)]
    public void A_whole_file_is_written_and_read_back(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            byte[] contents = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("däta ", 100_000)));
            var read = new ArrayBufferWriter<byte>();

            await files.WriteFileAsync(folder["file"], contents, FileOpenOptions.Create, default);
            long count = await files.ReadFileAsync(folder["file"], read, default);

            count.ShouldBe(contents.Length);
            read.WrittenSpan.SequenceEqual(contents).ShouldBeTrue();
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.DirectAccess)]
    public void The_system_s_own_driver_needs_no_more_room_than_the_file_has_bytes(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            await files.WriteFileAsync(folder["file"], new byte[1000], FileOpenOptions.Create, default);
            var read = new ArrayBufferWriter<byte>(1000);

            (await files.ReadFileAsync(folder["file"], read, default)).ShouldBe(1000);

            read.Capacity.ShouldBe(1000);
        });

    [Theory, OnFiles]
    public void What_is_added_to_a_file_after_it_was_asked_for_its_length_is_read_too(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            foreach (int added in (int[])[1, 2, 100_000])
            {
                await files.WriteFileAsync(folder["file"], new byte[1000], FileOpenOptions.Create, default);
                var read = new ExactWriter { BeforeFirst = () => File.AppendAllText(folder["file"], new string('+', added)) };

                long count = await files.ReadFileAsync(folder["file"], read, default);

                count.ShouldBe(1000 + added);
                read.Written.ShouldBe([.. new byte[1000], .. Encoding.ASCII.GetBytes(new string('+', added))]);
            }
        });

    [Theory, OnFiles(EveryRuntime = true)]
    public void A_file_is_written_and_read_at_offsets(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle file = await files.OpenAsync(folder["file"], s_readWrite, default);
            byte[] buffer = new byte[16];

            (await file.WriteAtAsync(4, "defg"u8.ToArray(), default)).ShouldBe(4);
            (await file.WriteAtAsync(0, "abcd"u8.ToArray(), default)).ShouldBe(4);

            (await file.ReadAtAsync(1, buffer, default)).ShouldBe(7);
            buffer.AsSpan(0, 7).SequenceEqual("bcddefg"u8).ShouldBeTrue();
            (await file.ReadAtAsync(8, buffer, default)).ShouldBe(0);
            (await file.ReadAtAsync(1_000_000, buffer, default)).ShouldBe(0);
            (await file.ReadAtAsync(0, Memory<byte>.Empty, default)).ShouldBe(0);
        });

    [Theory, OnFiles]
    public void Calls_without_an_offset_share_one_position(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using IFileHandle file = await files.OpenAsync(folder["file"], s_readWrite, default);
            byte[] buffer = new byte[3];

            await file.WriteAsync("abcdef"u8.ToArray(), default);
            (await file.SeekAsync(-4, SeekOrigin.Current, default)).ShouldBe(2);
            (await file.ReadAsync(buffer, default)).ShouldBe(3);
            buffer.ShouldBe("cde"u8.ToArray());
            await file.WriteAsync("X"u8.ToArray(), default);
            (await file.SeekAsync(-1, SeekOrigin.End, default)).ShouldBe(5);
            (await file.ReadAsync(buffer, default)).ShouldBe(1);

            buffer[0].ShouldBe((byte)'X');
            (await file.ReadAsync(buffer, default)).ShouldBe(0);
            (await file.SeekAsync(100, SeekOrigin.Begin, default)).ShouldBe(100);
            (await Should.ThrowAsync<IOException>(async () => await file.SeekAsync(-1, SeekOrigin.Begin, default))).Message.ShouldContain(folder["file"]);
        });
}
