namespace AsyncStdConformance.Io;

using System.IO.Pipelines;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

public sealed class LineTests
{
    private const string Text = "first\r\nsecond\n\nümlaut \U0001F600\nlast without end\r";

    private static readonly string[] s_lines = ["first", "second", "", "ümlaut \U0001F600", "last without end\r"];

    [Theory, OnEveryRuntime]
    public void Lines_come_without_their_ends_however_the_bytes_arrive(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int atATime in new[] { 1, 2, 7, 1000 })
            {
                (await All(new DripStream(Bytes(Text), atATime).Lines())).ShouldBe(s_lines);
            }
        });

    [Theory, OnEveryRuntime]
    public void Lines_of_a_pipe_come_without_their_ends(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int atATime in new[] { 1, 3, 1000 })
            {
                PipeReader pipe = PipeReader.Create(new DripStream(Bytes(Text), atATime), new StreamPipeReaderOptions(bufferSize: 16));

                (await All(pipe.Lines())).ShouldBe(s_lines);
            }
        });

    [Theory, OnEveryRuntime]
    public void Reading_line_by_line_gives_the_same(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using var reader = new BufReader(new DripStream(Bytes(Text), 3), bufferSize: 4);
            PipeReader pipe = PipeReader.Create(new DripStream(Bytes(Text), 3));
            Stream seekable = new MemoryStream(Bytes(Text));
            foreach (string line in s_lines)
            {
                (await reader.ReadLineAsync()).ShouldBe(line);
                (await pipe.ReadLineAsync()).ShouldBe(line);
                (await seekable.ReadLineAsync()).ShouldBe(line);
            }

            (await reader.ReadLineAsync()).ShouldBeNull();
            (await pipe.ReadLineAsync()).ShouldBeNull();
            (await seekable.ReadLineAsync()).ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void A_line_by_itself_is_not_read_from_a_stream_that_cannot_seek(RuntimeCase on)
        => on.Run(async _ =>
        {
            Stream stream = new DripStream(Bytes(Text), 3);

            var refused = await Should.ThrowAsync<NotSupportedException>(async () => await stream.ReadLineAsync());

            refused.Message.ShouldContain("BufReader");
            (await stream.ReadToStringAsync()).ShouldBe(Text);
        });

    [Theory, OnEveryRuntime]
    public void A_line_that_is_cancelled_half_way_is_whole_for_the_next_reader(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (writer, incoming) = Io.Duplex();
            var reader = new BufReader(incoming);
            await writer.WriteFmtAsync($"half ");
            using var cancel = new CancellationTokenSource();
            var waiting = Task.Spawn(async () => await reader.ReadLineAsync(cancellationToken: cancel.Token));
            await Turns.Until(() => reader.Buffered.Length == 5, "half a line");

            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await waiting);

            await writer.WriteFmtAsync($"a line\n");
            (await reader.ReadLineAsync()).ShouldBe("half a line");
        });

    [Theory, OnEveryRuntime]
    public void A_line_of_a_pipe_that_is_cancelled_half_way_stays_in_the_pipe(RuntimeCase on)
        => on.Run(async _ =>
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(Bytes("half "));
            using var cancel = new CancellationTokenSource();
            var waiting = Task.Spawn(async () => await pipe.Reader.ReadLineAsync(cancellationToken: cancel.Token));
            await Task.YieldNow();

            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await waiting);

            await pipe.Writer.WriteAsync(Bytes("a line\nmore"));
            await pipe.Writer.CompleteAsync();
            (await pipe.Reader.ReadLineAsync()).ShouldBe("half a line");
            (await pipe.Reader.ReadUntilAsync((byte)'o')).ShouldBe(Bytes("mo"));
            (await All(pipe.Reader.Lines())).ShouldBe(["re"]);
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_is_stopped_loses_nothing_either(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (writer, incoming) = Io.Duplex();
            var reader = new BufReader(incoming);
            await writer.WriteFmtAsync($"half ");
            var waiting = Task.Spawn(async () => await reader.ReadLineAsync());
            await Turns.Until(() => reader.Buffered.Length == 5, "half a line");

            await waiting.CancelAsync();

            await writer.WriteFmtAsync($"a line\n");
            (await reader.ReadLineAsync()).ShouldBe("half a line");
        });

    [Theory, OnEveryRuntime]
    public void An_endless_line_meets_the_limit_and_not_the_end_of_memory(RuntimeCase on)
        => on.Run(async _ =>
        {
            Stream endless = Io.Repeat((byte)'x').Take(1L << 30);
            PipeReader pipe = PipeReader.Create(Io.Repeat((byte)'x').Take(1L << 30));

            await Should.ThrowAsync<InvalidDataException>(async () => await All(endless.Lines(maxLength: 1000)));
            await Should.ThrowAsync<InvalidDataException>(async () => await All(pipe.Lines(maxLength: 1000)));
            await Should.ThrowAsync<InvalidDataException>(async () => await new BufReader(endless).ReadLineAsync(maxLength: 1_000_000));
            await Should.ThrowAsync<InvalidDataException>(async () => await new BufReader(endless).ReadUntilAsync(0, maxLength: 1000));
        });

    [Theory, OnEveryRuntime]
    public void A_limit_counts_the_line_without_its_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = Bytes("12345\r\n123456\n");
            foreach (int atATime in new[] { 1, 6, 100 })
            {
                var reader = new BufReader(new DripStream(bytes, atATime), bufferSize: 4);
                PipeReader pipe = PipeReader.Create(new DripStream(bytes, atATime));

                (await reader.ReadLineAsync(maxLength: 5)).ShouldBe("12345");
                await Should.ThrowAsync<InvalidDataException>(async () => await reader.ReadLineAsync(maxLength: 5));
                (await reader.ReadLineAsync(maxLength: 6)).ShouldBe("123456", "a line that was too long stays");
                (await pipe.ReadLineAsync(maxLength: 5)).ShouldBe("12345");
                await Should.ThrowAsync<InvalidDataException>(async () => await pipe.ReadLineAsync(maxLength: 5));
                (await pipe.ReadLineAsync(maxLength: 6)).ShouldBe("123456");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_limit_holds_for_a_last_line_without_an_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int atATime in new[] { 1, 6, 100 })
            {
                DripStream Drip() => new(Bytes("123456"), atATime);
                var reader = new BufReader(Drip());
                PipeReader pipe = PipeReader.Create(Drip());

                await Should.ThrowAsync<InvalidDataException>(async () => await reader.ReadLineAsync(maxLength: 5));
                await Should.ThrowAsync<InvalidDataException>(async () => await pipe.ReadLineAsync(maxLength: 5));
                (await pipe.ReadLineAsync(maxLength: 6)).ShouldBe("123456", "a line that was too long stays");
                (await pipe.ReadLineAsync(maxLength: 6)).ShouldBeNull();
                await Should.ThrowAsync<InvalidDataException>(async () => await All(Drip().Lines(maxLength: 5)));
                await Should.ThrowAsync<InvalidDataException>(async () => await All(PipeReader.Create(Drip()).Lines(maxLength: 5)));
                await Should.ThrowAsync<InvalidDataException>(async () => await new Framed<string>(Drip(), new LinesCodec(maxLength: 5)).ReceiveAsync());
                (await All(PipeReader.Create(Drip()).Lines(maxLength: 6))).ShouldBe(["123456"]);
                (await new Framed<string>(Drip(), new LinesCodec(maxLength: 6)).ReceiveAsync()).ShouldBe((true, "123456"));
            }
        });

    [Theory, OnEveryRuntime]
    public void A_line_of_a_pipe_that_is_no_text_does_not_stay_in_the_way(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = [.. "good\n"u8, 0xC3, 0x28, .. "\nafter\n"u8, 0xFF];
            PipeReader pipe = PipeReader.Create(new Cursor(bytes));
            PipeReader enumerated = PipeReader.Create(new Cursor(bytes));

            (await pipe.ReadLineAsync()).ShouldBe("good");
            await Should.ThrowAsync<InvalidDataException>(async () => await pipe.ReadLineAsync());
            (await pipe.ReadLineAsync()).ShouldBe("after");
            await Should.ThrowAsync<InvalidDataException>(async () => await pipe.ReadLineAsync());
            (await pipe.ReadLineAsync()).ShouldBeNull();

            List<string> before = [];
            await Should.ThrowAsync<InvalidDataException>(async () =>
            {
                await foreach (string line in enumerated.Lines())
                {
                    before.Add(line);
                }
            });
            before.ShouldBe(["good"]);
            (await enumerated.ReadLineAsync()).ShouldBe("after");
        });

    [Theory, OnEveryRuntime]
    public void A_line_that_is_no_text_is_an_error_and_no_question_mark(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = [.. "good\n"u8, 0xC3, 0x28, .. "\nafter\n"u8];
            var reader = new BufReader(new Cursor(bytes));

            (await reader.ReadLineAsync()).ShouldBe("good");
            await Should.ThrowAsync<InvalidDataException>(async () => await reader.ReadLineAsync());
            (await reader.ReadLineAsync()).ShouldBe("after");
            await Should.ThrowAsync<InvalidDataException>(async () => await new Cursor(bytes).ReadToStringAsync());
        });

    [Theory, OnEveryRuntime]
    public void Text_and_ascii_take_turns_within_a_buffer(RuntimeCase on)
        => on.Run(async _ =>
        {
            string[] lines = [.. Enumerable.Range(0, 500).Select(i => (i % 7 == 0 ? "ä" : "a") + new string('x', i))];

            (await All(new DripStream(Bytes(string.Join('\n', lines)), 5000).Lines())).ShouldBe(lines);
        });

    [Theory, OnEveryRuntime]
    public void An_enumeration_that_ends_early_gives_back_what_it_read_ahead(RuntimeCase on)
        => on.Run(async _ =>
        {
            var stream = new Cursor(Bytes("one\ntwo\nthree\n"));
            await foreach (string line in stream.Lines())
            {
                line.ShouldBe("one");
                break;
            }

            (await stream.ReadToStringAsync()).ShouldBe("two\nthree\n");
        });

    [Theory, OnEveryRuntime]
    public void An_enumeration_that_is_cancelled_gives_back_what_it_read_ahead(RuntimeCase on)
        => on.Run(async _ =>
        {
            var stream = new StuckStream(Bytes("one\ntwo\nhalf a line"));
            using var cancel = new CancellationTokenSource();
            List<string> lines = [];
            var enumerating = Task.Spawn(async () =>
            {
                await foreach (string line in stream.Lines().WithCancellation(cancel.Token))
                {
                    lines.Add(line);
                }
            });
            await stream.Stuck;

            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await enumerating);

            lines.ShouldBe(["one", "two"]);
            stream.Position.ShouldBe("one\ntwo\n".Length);
        });

    [Theory, OnEveryRuntime]
    public void A_second_enumeration_of_a_reader_goes_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var reader = new BufReader(new Cursor(Bytes("one\ntwo\nthree")));
            IAsyncEnumerable<string> lines = reader.Lines();
            await foreach (string line in lines)
            {
                line.ShouldBe("one");
                break;
            }

            (await All(lines)).ShouldBe(["two", "three"]);
        });

    [Theory, OnEveryRuntime]
    public void Pieces_come_without_the_delimiter(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = Bytes("a,bc,,d");
            Stream stream = new DripStream(bytes, 2);
            PipeReader pipe = PipeReader.Create(new DripStream(bytes, 2));

            (await All(stream.Split((byte)','))).Select(Encoding.UTF8.GetString).ShouldBe(["a", "bc", "", "d"]);
            (await All(pipe.Split((byte)','))).Select(Encoding.UTF8.GetString).ShouldBe(["a", "bc", "", "d"]);
        });

    [Theory, OnEveryRuntime]
    public void Reading_up_to_a_delimiter_takes_it_along(RuntimeCase on)
        => on.Run(async _ =>
        {
            var reader = new BufReader(new DripStream(Bytes("key=value"), 2));
            Stream seekable = new MemoryStream(Bytes("key=value"));

            (await reader.ReadUntilAsync((byte)'=')).ShouldBe(Bytes("key="));
            (await reader.ReadUntilAsync((byte)'=')).ShouldBe(Bytes("value"));
            (await reader.ReadUntilAsync((byte)'=')).ShouldBeEmpty();
            (await seekable.ReadUntilAsync((byte)'=')).ShouldBe(Bytes("key="));
            seekable.Position.ShouldBe(4);
        });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<List<T>> All<T>(IAsyncEnumerable<T> items)
    {
        List<T> all = [];
        await foreach (T item in items)
        {
            all.Add(item);
        }

        return all;
    }

    /// <summary>A stream that can seek, and waits at its end until it is cancelled.</summary>
    private sealed class StuckStream(byte[] bytes) : AsyncStream
    {
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stuck => _stuck.Task;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override long Length => bytes.Length;

        public override long Position { get; set; }

        public override long Seek(long offset, SeekOrigin origin) => Position = (origin == SeekOrigin.Current ? Position : 0) + offset;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = Math.Min(buffer.Length, bytes.Length - (int)Position);
            if (count == 0)
            {
                var never = new TaskCompletionSource<int>();
                await using CancellationTokenRegistration registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
                _stuck.TrySetResult();
                return await never.Task;
            }

            bytes.AsMemory((int)Position, count).CopyTo(buffer);
            Position += count;
            return count;
        }
    }
}
