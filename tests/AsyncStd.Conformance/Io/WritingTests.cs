namespace AsyncStdConformance.Io;

using System.Globalization;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class WritingTests
{
    [Theory, OnEveryRuntime]
    public void A_formatted_write_says_what_the_string_would_say(RuntimeCase on)
        => on.Run(async _ =>
        {
            var output = new Cursor();
            var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
            object? nothing = null;
            string wide = new('ß', 300);

            await output.WriteFmtAsync($"{1,5}|{-2,-5}|{3.5:F2}|{"x",3}|{'c'}|{true}|{time:O}|{nothing}|{wide}|{DayOfWeek.Friday}|ä\n");

            Text(output).ShouldBe($"{1,5}|{-2,-5}|{3.5:F2}|{"x",3}|{'c'}|{true}|{time:O}|{nothing}|{wide}|{DayOfWeek.Friday}|ä\n");
        });

    [Theory, OnEveryRuntime]
    public void A_hole_of_a_formatted_write_may_hold_an_await(RuntimeCase on)
        => on.Run(async _ =>
        {
            var output = new Cursor();

            await output.WriteFmtAsync($"{await Later(1),3}|{2}|{await Later("three")}|{await Later(new string('ß', 300))}\n");

            Text(output).ShouldBe($"  1|2|three|{new string('ß', 300)}\n");

            static async Task<T> Later<T>(T value)
            {
                await Task.Yield();
                return value;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_formatted_write_is_one_write(RuntimeCase on)
        => on.Run(async _ =>
        {
            var counted = new CountedStream();

            await counted.WriteFmtAsync($"a {1} b {2} c {3}");
            await counted.WriteAllAsync("more"u8.ToArray());

            counted.Writes.ShouldBe([11, 4]);
        });

    [Theory, OnEveryRuntime]
    public void A_buffered_writer_collects_small_writes_and_lets_large_ones_through(RuntimeCase on)
        => on.Run(async _ =>
        {
            var counted = new CountedStream();
            var writer = new BufWriter(counted, bufferSize: 64);
            for (int i = 0; i < 10; i++)
            {
                await writer.WriteFmtAsync($"{i}");
            }

            counted.Writes.ShouldBeEmpty();
            Encoding.ASCII.GetString(writer.Buffered.Span).ShouldBe("0123456789");
            await writer.WriteAsync(new byte[100]);
            counted.Writes.ShouldBe([10, 100]);
            await writer.WriteFmtAsync($"x");
            await writer.FlushAsync();
            counted.Writes.ShouldBe([10, 100, 1]);
            writer.BaseStream.ShouldBeSameAs(counted);
            await writer.WriteFmtAsync($"at the end");
            await writer.DisposeAsync();
            counted.Writes.ShouldBe([10, 100, 1, 10]);
        });

    [Theory, OnEveryRuntime]
    public void Seeking_with_something_in_the_buffer_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            var memory = new Cursor();
            await using var writer = new BufWriter(memory, leaveOpen: true);
            await writer.WriteFmtAsync($"abc");
            writer.Position.ShouldBe(3);

            Should.Throw<InvalidOperationException>(() => writer.Seek(0, SeekOrigin.Begin));
            await writer.FlushAsync();
            writer.Seek(1, SeekOrigin.Begin);
            await writer.WriteFmtAsync($"X");
            await writer.FlushAsync();

            Text(memory).ShouldBe("aXc");
        });

    [Theory, OnEveryRuntime]
    public void A_failed_flush_of_a_writer_throws_and_keeps_the_bytes(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, pipe) = Io.Simplex();
            var writer = new BufWriter(pipe);
            await writer.WriteFmtAsync($"lost?");
            await reader.DisposeAsync();

            await Should.ThrowAsync<IOException>(() => writer.FlushAsync());
            Encoding.ASCII.GetString(writer.Buffered.Span).ShouldBe("lost?");
            await Should.ThrowAsync<IOException>(async () => await writer.DisposeAsync());
        });

    [Theory, OnEveryRuntime]
    public void A_flush_that_is_cancelled_half_way_goes_on_there_and_says_nothing_twice(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (bool byDisposing in new[] { false, true })
            {
                var (here, there) = Io.Duplex(capacity: 4);
                var writer = new BufWriter(here);
                await writer.WriteFmtAsync($"abcdefgh");
                using var cancel = new CancellationTokenSource();
                var begun = new TaskCompletionSource();
                var flushing = Task.Spawn(async () =>
                {
                    Task flush = writer.FlushAsync(cancel.Token);
                    begun.SetResult();
                    await flush;
                });
                await begun.Task;

                await cancel.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(async () => await flushing);
                Encoding.ASCII.GetString(writer.Buffered.Span).ShouldBe("efgh");
                var reading = Task.Spawn(async () => await there.ReadToStringAsync());
                if (!byDisposing)
                {
                    await writer.FlushAsync();
                    writer.Buffered.Length.ShouldBe(0);
                }

                await writer.DisposeAsync();
                (await reading).ShouldBe("abcdefgh");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_flush_whose_reader_goes_half_way_keeps_what_did_not_get_through(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, pipe) = Io.Simplex(capacity: 4);
            var writer = new BufWriter(pipe);
            await writer.WriteFmtAsync($"abcdefgh");
            var begun = new TaskCompletionSource();
            var flushing = Task.Spawn(async () =>
            {
                Task flush = writer.FlushAsync();
                begun.SetResult();
                await flush;
            });
            await begun.Task;

            await reader.DisposeAsync();

            await Should.ThrowAsync<IOException>(async () => await flushing);
            Encoding.ASCII.GetString(writer.Buffered.Span).ShouldBe("efgh");
        });

    [Theory, OnEveryRuntime]
    public void A_writer_over_a_stream_that_does_not_count_ends_with_a_flush_that_fails(RuntimeCase on)
        => on.Run(async _ =>
        {
            var torn = new TornStream();
            var writer = new BufWriter(torn);
            await writer.WriteFmtAsync($"abcdefgh");
            await Should.ThrowAsync<OperationCanceledException>(async () => await writer.FlushAsync(new CancellationToken(canceled: true)));
            torn.Text.ShouldBe("", "it was cancelled before anything was written");

            await Should.ThrowAsync<IOException>(async () => await writer.FlushAsync());

            torn.Text.ShouldBe("abcd");
            Encoding.ASCII.GetString(writer.Buffered.Span).ShouldBe("abcdefgh", "nobody knows how much got through");
            (await Should.ThrowAsync<IOException>(async () => await writer.FlushAsync())).Message.ShouldContain("broken off before");
            await Should.ThrowAsync<IOException>(async () => await writer.WriteAsync("more"u8.ToArray()));
            await writer.DisposeAsync();
            torn.Text.ShouldBe("abcd");
            torn.IsDisposed.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_flush_that_does_not_begin_because_its_task_is_to_stop_breaks_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var memory = new MemoryStream();
            await using var writer = new BufWriter(memory, leaveOpen: true);
            await writer.WriteFmtAsync($"abcdefgh");
            JoinHandle flushing = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await writer.FlushAsync();
            });

            await Should.ThrowAsync<OperationCanceledException>(async () => await flushing);

            memory.Length.ShouldBe(0);
            await writer.FlushAsync();
            Encoding.ASCII.GetString(memory.ToArray()).ShouldBe("abcdefgh");
        });

    [Theory, OnEveryRuntime]
    public void A_writer_that_is_disposed_during_its_flush_says_so_and_the_flush_ends_as_it_would(RuntimeCase on)
        => on.Run(async _ =>
        {
            var held = new HeldStream();
            var writer = new BufWriter(held, leaveOpen: true);
            await writer.WriteFmtAsync($"abcdefgh");
            JoinHandle flushing = Task.Spawn(async () => await writer.FlushAsync());
            await held.Begun;

            await Should.ThrowAsync<InvalidOperationException>(async () => await writer.DisposeAsync());
            held.LetGo();

            await flushing;
            held.Text.ShouldBe("abcdefgh");
        });

    [Theory, OnEveryRuntime]
    public void A_line_writer_passes_on_whole_lines(RuntimeCase on)
        => on.Run(async _ =>
        {
            var memory = new Cursor();
            await using var writer = new LineWriter(memory, leaveOpen: true);

            await writer.WriteFmtAsync($"half");
            memory.Length.ShouldBe(0);
            await writer.WriteFmtAsync($" line\nanother\nbegun");
            Text(memory).ShouldBe("half line\nanother\n");
            await writer.FlushAsync();
            Text(memory).ShouldBe("half line\nanother\nbegun");
        });

    [Theory, OnEveryRuntime]
    public void A_cursor_over_memory_ends_where_the_memory_does_and_one_without_grows(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] memory = new byte[4];
            var fixedOne = new Cursor(memory);
            var growing = new Cursor();

            await fixedOne.WriteAsync("abc"u8.ToArray());
            await Should.ThrowAsync<IOException>(async () => await fixedOne.WriteAsync("de"u8.ToArray()));
            memory.ShouldBe("abc\0"u8.ToArray());
            fixedOne.Position.ShouldBe(3);
            growing.Position = 3;
            await growing.WriteAsync("d"u8.ToArray());
            growing.Memory.ToArray().ShouldBe("\0\0\0d"u8.ToArray());
            growing.Seek(-1, SeekOrigin.End).ShouldBe(3);
            Should.Throw<IOException>(() => growing.Seek(-9, SeekOrigin.Current));
            growing.SetLength(6);
            growing.Memory.ToArray().ShouldBe("\0\0\0d\0\0"u8.ToArray());
        });

    [Theory, OnEveryRuntime]
    public void Seeking_elsewhere_in_the_cursor_reads_from_there(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cursor = new Cursor(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{123456}")));
            cursor.Position = 4;

            (await cursor.ReadToStringAsync()).ShouldBe("56");
            cursor.Position = 100;
            (await cursor.ReadToStringAsync()).ShouldBe("");
        });

    private static string Text(Cursor cursor) => Encoding.UTF8.GetString(cursor.Memory.Span);

    /// <summary>Takes half of each write, and then fails.</summary>
    private sealed class TornStream : AsyncStream
    {
        public string Text { get; private set; } = "";

        public bool IsDisposed { get; private set; }

        public override bool CanWrite => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.YieldNow();
            Text += Encoding.ASCII.GetString(buffer.Span[..(buffer.Length / 2)]);
            throw new IOException("Torn.");
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Takes what is written once it is let go.</summary>
    private sealed class HeldStream : AsyncStream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public string Text { get; private set; } = "";

        public override bool CanWrite => true;

        public void LetGo() => _letGo.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _begun.SetResult();
            await _letGo.Task;
            Text += Encoding.ASCII.GetString(buffer.Span);
        }
    }

    private sealed class CountedStream : AsyncStream
    {
        public List<int> Writes { get; } = [];

        public override bool CanWrite => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.YieldNow();
            Writes.Add(buffer.Length);
        }
    }
}
