namespace AsyncStdConformance.Io;

using System.Buffers;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

public sealed class ReadingTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];

    [Theory, OnEveryRuntime]
    public void Reading_to_the_end_gives_everything(RuntimeCase on)
        => on.Run(async _ =>
        {
            var output = new ArrayBufferWriter<byte>();

            (await new DripStream(s_bytes, 999).ReadToEndAsync()).ShouldBe(s_bytes);
            (await new Cursor(s_bytes).ReadToEndAsync()).ShouldBe(s_bytes);
            (await Stream.Null.ReadToEndAsync()).ShouldBeEmpty();
            (await new DripStream(s_bytes, 999).ReadToEndAsync(output)).ShouldBe(s_bytes.Length);
            output.WrittenSpan.SequenceEqual(s_bytes).ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Reading_to_the_end_keeps_to_its_limit(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await new DripStream(s_bytes, 999).ReadToEndAsync(maxLength: s_bytes.Length)).ShouldBe(s_bytes);
            await Should.ThrowAsync<InvalidDataException>(async () => await new DripStream(s_bytes, 999).ReadToEndAsync(maxLength: s_bytes.Length - 1));
            await Should.ThrowAsync<InvalidDataException>(async () => await Io.Repeat(1).ReadToStringAsync(maxLength: 10));
        });

    [Theory, OnEveryRuntime]
    public void Text_is_what_the_bytes_say(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await new DripStream("häl\U0001F600lo"u8.ToArray(), 1).ReadToStringAsync()).ShouldBe("häl\U0001F600lo");
            (await Stream.Null.ReadToStringAsync()).ShouldBe("");
        });

    [Theory, OnEveryRuntime]
    public void An_exact_read_fills_the_buffer_or_says_that_the_end_came(RuntimeCase on)
        => on.Run(async _ =>
        {
            var buffer = new byte[5000];
            Stream stream = new DripStream(s_bytes[..9000], 700);

            await stream.ReadExactAsync(buffer);
            buffer.ShouldBe(s_bytes[..5000]);
            await Should.ThrowAsync<EndOfStreamException>(async () => await stream.ReadExactAsync(buffer));
        });

    [Theory, OnEveryRuntime]
    public void A_part_of_a_stream_ends_where_it_was_told(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Cursor(s_bytes);
            TakeStream part = source.Take(1000);

            (await part.ReadToEndAsync()).ShouldBe(s_bytes[..1000]);
            part.Remaining.ShouldBe(0);
            part.Remaining = 5;
            (await part.ReadToEndAsync()).ShouldBe(s_bytes[1000..1005]);
            (await source.Take(long.MaxValue).ReadToEndAsync()).ShouldBe(s_bytes[1005..]);
            Should.Throw<ArgumentOutOfRangeException>(() => source.Take(-1));
        });

    [Theory, OnEveryRuntime]
    public void Chained_streams_read_as_one(RuntimeCase on)
        => on.Run(async _ =>
        {
            Stream both = new DripStream(s_bytes[..5000], 100).Chain(Stream.Null).Chain(new DripStream(s_bytes[5000..6000], 100));

            (await both.ReadToEndAsync()).ShouldBe(s_bytes[..6000]);
        });

    [Theory, OnEveryRuntime]
    public void Bytes_come_one_by_one_and_the_rest_stays(RuntimeCase on)
        => on.Run(async _ =>
        {
            var stream = new Cursor("abcdef"u8.ToArray());
            List<byte> some = [];
            await foreach (byte one in stream.Bytes())
            {
                some.Add(one);
                if (some.Count == 3)
                {
                    break;
                }
            }

            some.ShouldBe("abc"u8.ToArray());
            (await stream.ReadToStringAsync()).ShouldBe("def");
            List<byte> all = [];
            await foreach (byte one in new DripStream(s_bytes, 777).Bytes())
            {
                all.Add(one);
            }

            all.ShouldBe(s_bytes);
        });

    [Theory, OnEveryRuntime]
    public void Bytes_of_a_buffered_reader_leave_it_what_it_has_read_ahead(RuntimeCase on)
        => on.Run(async _ =>
        {
            var reader = new BufReader(new DripStream("abcdefgh"u8.ToArray(), 100));
            List<byte> some = [];
            for (int i = 0; i < 2; i++)
            {
                await foreach (byte one in reader.Bytes())
                {
                    some.Add(one);
                    if (some.Count % 3 == 0)
                    {
                        break;
                    }
                }
            }

            some.ShouldBe("abcdef"u8.ToArray());
            (await reader.ReadToStringAsync()).ShouldBe("gh");
        });

    [Theory, OnEveryRuntime]
    public void Several_buffers_are_read_and_written_in_order(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] first = new byte[3];
            byte[] second = new byte[4];
            Stream source = new Cursor("abcdefgh"u8.ToArray());
            var destination = new Cursor();

            (await source.ReadVectoredAsync(new Memory<byte>[] { first, Array.Empty<byte>(), second })).ShouldBe(7);
            await ((Stream)destination).WriteVectoredAsync(new ReadOnlyMemory<byte>[] { second, first });

            Encoding.ASCII.GetString(destination.Memory.Span).ShouldBe("defgabc");
        });

    [Theory, OnEveryRuntime]
    public void A_buffered_reader_shows_and_keeps_what_it_read_ahead(RuntimeCase on)
        => on.Run(async _ =>
        {
            var inner = new Cursor("0123456789"u8.ToArray());
            var reader = new BufReader(inner, bufferSize: 4);

            (await reader.FillAsync()).Length.ShouldBeGreaterThanOrEqualTo(4);
            reader.Consume(3);
            reader.Position.ShouldBe(3);
            reader.BaseStream.ShouldBeSameAs(inner);
            reader.Buffered.Span[0].ShouldBe((byte)'3');
            Should.Throw<ArgumentOutOfRangeException>(() => reader.Consume(1000));
            reader.Seek(2, SeekOrigin.Current).ShouldBe(5);
            (await reader.ReadToStringAsync()).ShouldBe("56789");
            reader.Position = 1;
            (await reader.ReadToStringAsync()).ShouldBe("123456789");
        });

    [Theory, OnEveryRuntime]
    public void A_reader_has_one_user_at_a_time_and_says_so(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (writer, incoming) = Io.Duplex();
            var reader = new BufReader(incoming);
            ValueTask<string?> first = reader.ReadLineAsync();

            await Should.ThrowAsync<InvalidOperationException>(async () => await reader.ReadLineAsync());

            await writer.WriteFmtAsync($"line\n");
            (await first).ShouldBe("line");
        });

    [Theory, OnEveryRuntime]
    public void Copying_counts_and_reports(RuntimeCase on)
        => on.Run(async _ =>
        {
            var destination = new Cursor();
            var progress = new Recorded();

            (await new DripStream(s_bytes, 40_000).CopyToAsync(destination, progress)).ShouldBe(s_bytes.Length);

            destination.Memory.ToArray().ShouldBe(s_bytes);
            progress.All.ShouldBe([40_000, 80_000, 100_000]);
            (await Io.CopyAsync(Stream.Null, destination)).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Copying_leaves_a_source_alone_that_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new EndsOnce(10);
            var destination = new Cursor();

            (await Io.CopyAsync(source, new BufWriter(destination, leaveOpen: true))).ShouldBe(10);

            source.Reads.ShouldBe(11);
        });

    [Theory, OnEveryRuntime]
    public void A_stream_that_never_waits_leaves_turns_to_others(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var cancel = new CancellationTokenSource();
            var endless = Task.Spawn(async () => await Io.CopyAsync(Io.Repeat(7), Stream.Null, cancellationToken: cancel.Token));
            var other = Task.Spawn(async () =>
            {
                for (int i = 0; i < 10; i++)
                {
                    await Task.YieldNow();
                }
            });

            await other;
            await cancel.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await endless);
        });

    /// <summary>So many bytes, one at a time; a read after the end fails.</summary>
    private sealed class EndsOnce(int length) : AsyncStream
    {
        public int Reads { get; private set; }

        public override bool CanRead => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads.ShouldBeLessThanOrEqualTo(length, "it has said that it has ended");
            await Task.YieldNow();
            return Reads++ < length ? 1 : 0;
        }
    }

    private sealed class Recorded : IProgress<long>
    {
        public List<long> All { get; } = [];

        public void Report(long value) => All.Add(value);
    }
}
