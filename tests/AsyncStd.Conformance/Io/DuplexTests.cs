namespace AsyncStdConformance.Io;

using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class DuplexTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 31))];

    [Theory, OnEveryRuntime]
    public void What_is_written_at_one_end_is_read_at_the_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (int capacity in new[] { 1, 7, 4096, 100_000 })
            {
                byte[] bytes = capacity == 1 ? s_bytes[..500] : s_bytes;
                var (here, there) = Io.Duplex(capacity);
                var sending = Task.Spawn(async () =>
                {
                    await here.WriteAsync(bytes);
                    await here.CompleteWritesAsync();
                    return await here.ReadToEndAsync();
                });

                byte[] received = await there.ReadToEndAsync();
                await there.WriteAsync("answer"u8.ToArray());
                await there.DisposeAsync();

                received.ShouldBe(bytes);
                (await sending).ShouldBe("answer"u8.ToArray());
            }
        });

    [Theory, OnEveryRuntime]
    public void A_write_waits_until_there_is_room(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex(capacity: 4);
            var writing = Task.Spawn(async () => await writer.WriteAsync(new byte[6]));
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
            writing.IsCompleted.ShouldBeFalse();

            (await reader.ReadAsync(new byte[1])).ShouldBe(1);
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
            writing.IsCompleted.ShouldBeFalse();
            int some = await reader.ReadAsync(new byte[9]);
            some.ShouldBeInRange(3, 4, "whether the writer has come to use the room of the first byte");
            await writing;
            (await reader.ReadAsync(new byte[9])).ShouldBe(5 - some);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_read_takes_no_byte(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex();
            using var cancel = new CancellationTokenSource();
            var reading = Task.Spawn(async () => await reader.ReadAsync(new byte[8], cancel.Token));
            await Task.Sleep(TimeSpan.FromMilliseconds(1));

            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await reading);
            await writer.WriteAsync(new byte[] { 1, 2, 3 });

            (await reader.ReadAsync(new byte[8])).ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_write_leaves_a_part_from_the_first_byte_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex(capacity: 4);
            var begun = new TaskCompletionSource();
            var writing = Task.Spawn(async () =>
            {
                ValueTask write = writer.WriteAsync(s_bytes.AsMemory(0, 10));
                begun.SetResult();
                await write;
            });
            await begun.Task;

            await writing.CancelAsync();
            await writer.DisposeAsync();

            (await reader.ReadToEndAsync()).ShouldBe(s_bytes[..4]);
        });

    [Theory, OnEveryRuntime]
    public void The_end_of_one_direction_leaves_the_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex();

            await here.CompleteWritesAsync();

            (await there.ReadAsync(new byte[1])).ShouldBe(0);
            await there.WriteAsync(new byte[] { 7 });
            (await here.ReadAsync(new byte[1])).ShouldBe(1);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await here.WriteAsync(new byte[1]));
        });

    [Theory, OnEveryRuntime]
    public void Writing_to_an_end_that_is_gone_fails(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex(capacity: 2);
            var waiting = Task.Spawn(async () => await here.WriteAsync(new byte[10]));
            await Task.Sleep(TimeSpan.FromMilliseconds(1));

            await there.DisposeAsync();

            await Should.ThrowAsync<IOException>(async () => await waiting);
            await Should.ThrowAsync<IOException>(async () => await here.WriteAsync(new byte[1]));
        });

    [Theory, OnEveryRuntime]
    public void A_second_reader_at_a_time_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex();
            ValueTask<int> reading = reader.ReadAsync(new byte[1]);

            await Should.ThrowAsync<InvalidOperationException>(async () => await reader.ReadAsync(new byte[1]));

            await writer.DisposeAsync();
            (await reading).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Copying_both_ways_passes_each_end_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (client, proxyFront) = Io.Duplex(100);
            var (proxyBack, server) = Io.Duplex(100);
            var proxy = Task.Spawn(async () => await proxyFront.CopyBidirectionalAsync(proxyBack));
            var serving = Task.Spawn(async () =>
            {
                byte[] request = await server.ReadToEndAsync();
                await server.WriteAsync(s_bytes);
                await server.DisposeAsync();
                return request;
            });

            await client.WriteAsync(s_bytes.AsMemory(0, 1000));
            await client.CompleteWritesAsync();
            byte[] answer = await client.ReadToEndAsync();

            answer.ShouldBe(s_bytes);
            (await serving).ShouldBe(s_bytes[..1000]);
            (await proxy).ShouldBe((1000L, 50_000L));
        });

    [Theory, OnEveryRuntime]
    public void Copying_both_ways_flushes_a_stream_that_cannot_pass_an_end_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (client, proxyFront) = Io.Duplex();
            var plain = new PlainStream("answer"u8.ToArray());
            await client.WriteAsync("question"u8.ToArray());
            await client.CompleteWritesAsync();

            (await proxyFront.CopyBidirectionalAsync(plain)).ShouldBe((8L, 6L));

            plain.Written.ToArray().ShouldBe("question"u8.ToArray());
            plain.Flushes.ShouldBe(1);
            (await client.ReadToEndAsync()).ShouldBe("answer"u8.ToArray());
        });

    [Theory, OnEveryRuntime]
    public void Copying_both_ways_can_be_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (bool byToken in new[] { false, true })
            {
                var (client, proxyFront) = Io.Duplex(100);
                var (proxyBack, server) = Io.Duplex(100);
                using var cancel = new CancellationTokenSource();
                var proxy = Task.Spawn(async () => await proxyFront.CopyBidirectionalAsync(proxyBack, cancellationToken: cancel.Token));
                await client.WriteAsync(new byte[] { 1 });
                (await server.ReadAsync(new byte[5])).ShouldBe(1);

                if (byToken)
                {
                    await cancel.CancelAsync();
                    await Should.ThrowAsync<OperationCanceledException>(async () => await proxy);
                }
                else
                {
                    await proxy.CancelAsync();
                    proxy.IsCanceled.ShouldBeTrue();
                }

                // Neither stream was closed, and neither end passed on.
                await proxyBack.WriteAsync(new byte[] { 2 });
                (await server.ReadAsync(new byte[5])).ShouldBe(1);
                await server.WriteAsync(new byte[] { 3 });
                (await proxyBack.ReadAsync(new byte[5])).ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_failure_of_one_direction_stops_the_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (client, proxyFront) = Io.Duplex(100);
            var (proxyBack, server) = Io.Duplex(100);
            var proxy = Task.Spawn(async () => await Io.CopyBidirectionalAsync(proxyFront, proxyBack));
            await server.DisposeAsync();

            await client.WriteAsync(new byte[50]);

            await Should.ThrowAsync<IOException>(async () => await proxy);
        });

    [Theory, OnEveryRuntime]
    public void Time_that_runs_out_is_a_failure_of_input(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, _) = Io.Simplex();

            var failure = await Should.ThrowAsync<IOException>(async () => await Io.Timeout(TimeSpan.FromMilliseconds(2), () => reader.ReadAsync(new byte[1])));

            failure.InnerException.ShouldBeOfType<TimeoutException>();
            failure.Message.ShouldContain("DuplexTests.cs");
            (await Io.Timeout(TimeSpan.FromHours(1), async () => await Task.FromResult(42))).ShouldBe(42);
            (await Io.Timeout(TimeSpan.FromHours(1), token => Task.FromResult(token.CanBeCanceled))).ShouldBeTrue();
            await Io.Timeout(TimeSpan.FromHours(1), _ => Task.CompletedTask);

            var own = new IOException("of the function");
            (await Should.ThrowAsync<IOException>(async () => await Io.Timeout(TimeSpan.FromHours(1), () => Task.FromException(own)))).ShouldBeSameAs(own);
        });

    [Theory, OnEveryRuntime]
    public void The_synchronous_members_refuse_to_block_a_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex();

            Should.Throw<InvalidOperationException>(() => reader.Read(new byte[1], 0, 1));
            await writer.WriteAsync(new byte[] { 5 });
            byte[] buffer = new byte[2];
            (await reader.ReadAsync(buffer)).ShouldBe(1);
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_synchronous_consumer_reads_an_asynchronous_stream(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex(capacity: 10);
            JoinHandle<string?> reading = Task.SpawnBlocking(() =>
            {
                using Stream blocking = there.AsBlocking();
                string? line = new StreamReader(blocking, leaveOpen: true).ReadLine();
                blocking.Write("pong"u8);
                blocking.Flush();
                return line;
            });

            await here.WriteFmtAsync($"a line of some length\nand more");
            await here.CompleteWritesAsync();

            (await reading).ShouldBe("a line of some length");
            (await here.ReadToStringAsync()).ShouldBe("pong");
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void A_blocking_stream_is_awaited_and_its_cancelled_read_loses_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var slow = new SlowStream();
            await using Stream offloaded = slow.AsOffloaded(leaveOpen: true);
            var waiting = Task.Spawn(async () => await offloaded.ReadAsync(new byte[8]));
            await Turns.Until(() => slow.IsReading, "the read");

            await waiting.CancelAsync();
            slow.Deliver("kept"u8.ToArray());

            byte[] buffer = new byte[8];
            (await offloaded.ReadAsync(buffer.AsMemory(0, 2))).ShouldBe(2);
            (await offloaded.ReadAsync(buffer.AsMemory(2))).ShouldBe(2);
            buffer[..4].ShouldBe("kept"u8.ToArray());
            await offloaded.WriteAsync(buffer);
            await offloaded.FlushAsync();
            slow.Written.ShouldBe(8);
        });

    /// <summary>Gives bytes, and takes some, and knows of no ends.</summary>
    private sealed class PlainStream(byte[] bytes) : AsyncStream
    {
        private readonly Cursor _incoming = new(bytes);
        private readonly Cursor _taken = new();

        public ReadOnlyMemory<byte> Written => _taken.Memory;

        public int Flushes { get; private set; }

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _incoming.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _taken.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }
    }

    private sealed class SlowStream : Stream
    {
        private readonly ManualResetEventSlim _delivered = new();
        private byte[] _bytes = [];

        public bool IsReading { get; private set; }

        public int Written { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Deliver(byte[] bytes)
        {
            _bytes = bytes;
            _delivered.Set();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            IsReading = true;
            _delivered.Wait();
            _bytes.CopyTo(buffer, offset);
            return _bytes.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _delivered.Dispose();
            base.Dispose(disposing);
        }
    }
}
