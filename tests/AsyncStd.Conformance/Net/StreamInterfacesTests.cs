namespace AsyncStdConformance.Net;

using System.Net.Sockets;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using Stream = System.IO.Stream;
using TcpListener = AsyncStd.Net.TcpListener;

/// <summary>A connection where a stream is asked for that takes several buffers, or ends its writing: by itself, and behind the helpers for every stream.</summary>
public sealed class StreamInterfacesTests
{
    [Theory, OnEveryNetwork]
    public void All_of_several_buffers_is_written_however_often_that_takes(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8_000);
            ReadOnlyMemory<byte>[] buffers =
                [.. Enumerable.Range(0, 300).Select(i => new ReadOnlyMemory<byte>(Pattern.Bytes(i, i % 7 == 0 ? 0 : i * 97)))];
            byte[] expected = [.. buffers.SelectMany(each => each.ToArray())];
            Stream stream = pair.Client;

            JoinHandle write = Task.Spawn(async () =>
            {
                await stream.WriteVectoredAsync(buffers);
                await ((ICompleteWrites)stream).CompleteWritesAsync();
            });
            byte[] received = await pair.Server.ReadToEndAsync();
            await write;

            received.ShouldBe(expected);
        });

    [Theory, OnEveryNetwork]
    public void Nothing_in_several_buffers_is_nothing_to_write(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            Stream stream = pair.Client;

            await stream.WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>>.Empty);
            await stream.WriteVectoredAsync(new ReadOnlyMemory<byte>[] { default, default });
            await stream.WriteVectoredAsync(new ReadOnlyMemory<byte>[] { default, new byte[] { 7 }, default });

            var buffer = new byte[2];
            (await ((Stream)pair.Server).ReadVectoredAsync(new Memory<byte>[] { buffer.AsMemory(0, 1), buffer.AsMemory(1) })).ShouldBe(1);
            buffer[0].ShouldBe((byte)7);
        });

    [Theory, OnEveryNetwork]
    public void The_writing_ends_once_and_the_answer_is_still_read(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            ICompleteWrites writing = pair.Client;
            using var source = new CancellationTokenSource();
            await source.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await writing.CompleteWritesAsync(source.Token));
            await pair.Client.WriteAsync(new byte[] { 1 });

            await writing.CompleteWritesAsync();
            await writing.CompleteWritesAsync();

            (await pair.Server.ReadToEndAsync()).ShouldBe([1]);
            await Should.ThrowAsync<IOException>(async () => await pair.Client.WriteAsync(new byte[] { 2 }));
            await pair.Server.WriteAsync(new byte[] { 3 });
            await ((ICompleteWrites)pair.Server).CompleteWritesAsync();
            (await pair.Client.ReadToEndAsync()).ShouldBe([3]);
            await writing.CompleteWritesAsync(); // the connection is over in both directions by now, and the system would say so
            await pair.Client.DisposeAsync();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await writing.CompleteWritesAsync());
        });

    [Theory, OnEveryNetwork]
    public void A_buffered_writer_whose_flush_is_cancelled_half_way_goes_on_there(NetCase on)
        => on.Run(async runtime =>
        {
            const int Length = 1_000_000;
            using ConnectedPair pair = await ConnectedPair.MakeAsync(bufferSize: 8_000);
            var writer = new BufWriter(pair.Client, bufferSize: Length + 1, leaveOpen: true);
            await writer.WriteAsync(Pattern.Bytes(0, Length));
            using var cancel = new CancellationTokenSource();
            JoinHandle flushing = Task.Spawn(async () => await writer.FlushAsync(cancel.Token));
            var first = new byte[1];
            await pair.Server.ReadExactAsync(first);

            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await flushing);
            writer.Buffered.Length.ShouldBeInRange(1, Length - 1);
            JoinHandle rest = Task.Spawn(async () =>
            {
                await writer.DisposeAsync();
                pair.Client.Shutdown(SocketShutdown.Send);
            });
            byte[] received = await pair.Server.ReadToEndAsync();

            await rest;
            received.Length.ShouldBe(Length - 1);
            Pattern.Check(received, 1);
        });

    [Theory, OnEveryNetwork]
    public void A_copy_in_both_directions_passes_the_end_on(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair left = await ConnectedPair.MakeAsync();
            using ConnectedPair right = await ConnectedPair.MakeAsync();
            var proxy = Task.Spawn(async () => await Io.CopyBidirectionalAsync(left.Server, right.Client));

            await left.Client.WriteAsync("question"u8.ToArray());
            left.Client.Shutdown(SocketShutdown.Send);
            string asked = await right.Server.ReadToStringAsync(); // ends only if the end came through
            await right.Server.WriteAsync("an answer"u8.ToArray());
            right.Server.Shutdown(SocketShutdown.Send);
            string answered = await left.Client.ReadToStringAsync();

            asked.ShouldBe("question");
            answered.ShouldBe("an answer");
            (await proxy).ShouldBe((8, 9));
        });

    [Theory, OnEveryNetwork]
    public void The_halves_do_what_the_whole_does_in_their_direction(NetCase on)
        => on.Run(async runtime =>
        {
            using ConnectedPair pair = await ConnectedPair.MakeAsync();
            (ReadHalf reader, WriteHalf writer) = pair.Client.Split();
            var buffer = new byte[4];

            await ((Stream)writer).WriteVectoredAsync(new ReadOnlyMemory<byte>[] { new byte[] { 1 }, new byte[] { 2, 3 } });
            await ((ICompleteWrites)writer).CompleteWritesAsync();

            (await pair.Server.ReadToEndAsync()).ShouldBe([1, 2, 3]);
            await pair.Server.WriteAsync(new byte[] { 4, 5 });
            await pair.Server.DisposeAsync();
            (await ((Stream)reader).ReadVectoredAsync(new Memory<byte>[] { buffer.AsMemory(0, 1), buffer.AsMemory(1) })).ShouldBe(2);
            buffer[..2].ShouldBe([4, 5]);
            await Should.ThrowAsync<NotSupportedException>(async () => await ((Stream)writer).ReadVectoredAsync(new Memory<byte>[] { buffer }));
            await Should.ThrowAsync<NotSupportedException>(async () => await ((Stream)reader).WriteVectoredAsync(new ReadOnlyMemory<byte>[] { buffer }));
            await writer.DisposeAsync();
            await reader.DisposeAsync();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await ((ICompleteWrites)writer).CompleteWritesAsync());
        });
}
