namespace AsyncStdConformance.Io;

using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

/// <summary>Code that blocks on streams that are awaited, and the reverse, beyond reading and writing.</summary>
public sealed class BridgeTests
{
    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_blocking_bridge_has_the_position_of_the_stream_below(RuntimeCase on)
        => on.Run(async _ =>
        {
            var below = new MemoryStream();

            await Task.SpawnBlocking(() =>
            {
                using Stream bridge = below.AsBlocking(leaveOpen: true);
                bridge.Write([1, 2, 3, 4], 0, 4);
                bridge.Position = 1;
                var buffer = new byte[2];
                bridge.Read(buffer, 0, 2).ShouldBe(2);
                buffer.ShouldBe([2, 3]);
                bridge.Position.ShouldBe(3);
                bridge.Seek(-1, SeekOrigin.End).ShouldBe(3);
                bridge.Read(buffer.AsSpan()).ShouldBe(1);
                bridge.SetLength(2);
                bridge.Length.ShouldBe(2);
                (bridge.CanRead, bridge.CanWrite, bridge.CanSeek).ShouldBe((true, true, true));
            });

            below.ToArray().ShouldBe([1, 2]);
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_blocking_bridge_can_be_awaited_and_refuses_to_block_a_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            var below = new MemoryStream();
            Stream bridge = below.AsBlocking();

            await bridge.WriteAsync(new byte[] { 1, 2 });
            await bridge.WriteAsync(new byte[] { 3 }, 0, 1);
            await bridge.FlushAsync();
            bridge.Position = 0;
            var buffer = new byte[3];
            (await bridge.ReadAsync(buffer.AsMemory(0, 1)) + await bridge.ReadAsync(buffer, 1, 2)).ShouldBe(3);
            buffer.ShouldBe([1, 2, 3]);
            Should.Throw<InvalidOperationException>(() => bridge.Flush()).Message.ShouldContain("SpawnBlocking");
            Should.Throw<InvalidOperationException>(() => bridge.Read(buffer, 0, 1));

            await bridge.DisposeAsync();
            below.CanRead.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void A_blocking_bridge_closes_the_stream_below_unless_it_is_told_not_to(RuntimeCase on)
        => on.Run(async _ =>
        {
            var closed = new MemoryStream();
            var open = new MemoryStream();

            await Task.SpawnBlocking(() =>
            {
                closed.AsBlocking().Dispose();
                open.AsBlocking(leaveOpen: true).Dispose();
            });

            closed.CanRead.ShouldBeFalse();
            open.CanRead.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void An_offloaded_stream_has_the_position_that_its_reader_sees(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (BlockingKind kind in Enum.GetValues<BlockingKind>())
            {
                var below = new MemoryStream();
                await using Stream offloaded = below.AsOffloaded(kind);
                await offloaded.WriteAsync(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 });
                await offloaded.FlushAsync();

                offloaded.Position = 2;
                var buffer = new byte[2];
                await offloaded.ReadExactlyAsync(buffer);
                buffer.ShouldBe([2, 3]);
                offloaded.Position.ShouldBe(4);
                offloaded.Seek(1, SeekOrigin.Current).ShouldBe(5);
                await offloaded.ReadExactlyAsync(buffer);
                buffer.ShouldBe([5, 6]);
                offloaded.SetLength(7);
                offloaded.Length.ShouldBe(7);
                (await offloaded.ReadAsync(buffer)).ShouldBe(0);
                (offloaded.CanRead, offloaded.CanWrite, offloaded.CanSeek).ShouldBe((true, true, true));
            }
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void What_an_offloaded_call_throws_is_thrown_to_who_awaits_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var below = new MemoryStream([1], writable: false);
            Stream offloaded = below.AsOffloaded();

            await Should.ThrowAsync<NotSupportedException>(async () => await offloaded.WriteAsync(new byte[1]));
            await Should.ThrowAsync<OperationCanceledException>(async () => await offloaded.ReadAsync(new byte[1], new CancellationToken(true)));
            await offloaded.DisposeAsync();
            below.CanRead.ShouldBeFalse();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await offloaded.ReadAsync(new byte[1]));
        });

    [Theory, OnEveryRuntime(Having = Traits.BlockingThreads)]
    public void Every_old_way_to_read_and_write_a_stream_works_where_it_may_block(RuntimeCase on)
        => on.Run(async _ =>
        {
            (DuplexStream here, DuplexStream there) = Io.Duplex();

            await Task.SpawnBlocking(() =>
            {
                here.WriteByte(1);
                here.Write([2, 3], 0, 2);
                here.Flush();
                here.EndWrite(here.BeginWrite([4, 5], 0, 2, null, null));
                var buffer = new byte[2];
                there.ReadByte().ShouldBe(1);
                there.Read(buffer, 0, 2).ShouldBe(2);
                buffer.ShouldBe([2, 3]);
                there.EndRead(there.BeginRead(buffer, 0, 2, null, null)).ShouldBe(2);
                buffer.ShouldBe([4, 5]);
            });
            await here.CompleteWritesAsync();
            (await Task.SpawnBlocking(there.ReadByte)).ShouldBe(-1);
        });

    [Theory, OnEveryRuntime]
    public void A_stream_without_a_place_or_of_one_direction_says_so(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (reader, writer) = Io.Simplex();

            Should.Throw<NotSupportedException>(() => reader.Length).Message.ShouldContain(reader.GetType().Name);
            Should.Throw<NotSupportedException>(() => reader.Position);
            Should.Throw<NotSupportedException>(() => reader.Position = 1);
            Should.Throw<NotSupportedException>(() => reader.Seek(0, SeekOrigin.Begin));
            Should.Throw<NotSupportedException>(() => reader.SetLength(1));
            (reader.CanSeek, reader.CanWrite, writer.CanRead).ShouldBe((false, false, false));
            (await Should.ThrowAsync<NotSupportedException>(async () => await reader.WriteAsync(new byte[1]))).Message.ShouldContain("cannot be written to");
            (await Should.ThrowAsync<NotSupportedException>(async () => await writer.ReadAsync(new byte[1]))).Message.ShouldContain("cannot be read from");
            await Should.ThrowAsync<OperationCanceledException>(async () => await reader.FlushAsync(new CancellationToken(true)));
        });
}
