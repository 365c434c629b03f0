namespace AsyncStdConformance.Io;

using System.Buffers;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStdConformance.Harness;

public sealed class FramedTests
{
    [Theory, OnEveryRuntime]
    public void Messages_arrive_as_they_were_sent_whatever_the_pieces(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (var codec in new LengthDelimitedCodec[] { new(), new(1), new(2, isLittleEndian: true), new(8), new(8, isLittleEndian: true) })
            {
                var (here, there) = Io.Duplex(capacity: 7);
                byte[][] messages = [[1, 2, 3], [], [.. Enumerable.Range(0, 200).Select(i => (byte)i)]];
                var sending = Task.Spawn(async () =>
                {
                    await using var sender = new Framed<ReadOnlyMemory<byte>>(here, codec);
                    sender.Queue(messages[0]);
                    await sender.SendAsync(messages[1]);
                    await sender.SendAsync(messages[2]);
                });

                List<byte[]> received = [];
                await foreach (ReadOnlyMemory<byte> message in new Framed<ReadOnlyMemory<byte>>(there, codec))
                {
                    received.Add(message.ToArray());
                }

                await sending;
                received.ShouldBe(messages);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_message_that_is_announced_too_long_or_ends_too_early_is_an_error(RuntimeCase on)
        => on.Run(async _ =>
        {
            var codec = new LengthDelimitedCodec(maxLength: 10);
            var tooLong = new Framed<ReadOnlyMemory<byte>>(new Cursor(new byte[] { 0, 0, 0, 11 }), codec);
            var tooShort = new Framed<ReadOnlyMemory<byte>>(new Cursor(new byte[] { 0, 0, 0, 5, 1, 2 }), codec);
            var torn = new Framed<ReadOnlyMemory<byte>>(new Cursor(new byte[] { 0, 0 }), codec);
            var hostile = new Framed<ReadOnlyMemory<byte>>(new Cursor(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }), new LengthDelimitedCodec(8));

            await Should.ThrowAsync<InvalidDataException>(async () => await tooLong.ReceiveAsync());
            await Should.ThrowAsync<EndOfStreamException>(async () => await tooShort.ReceiveAsync());
            await Should.ThrowAsync<EndOfStreamException>(async () => await torn.ReceiveAsync());
            await Should.ThrowAsync<InvalidDataException>(async () => await hostile.ReceiveAsync());
            Should.Throw<InvalidDataException>(() => tooLong.Queue(new byte[11]));
            Should.Throw<ArgumentOutOfRangeException>(() => new LengthDelimitedCodec(3));
        });

    [Theory, OnEveryRuntime]
    public void Lines_are_messages(RuntimeCase on)
        => on.Run(async _ =>
        {
            var output = new Cursor();
            await using (var sender = new Framed<string>(output, new LinesCodec(), leaveOpen: true))
            {
                await sender.SendAsync("ünï");
                await sender.SendAsync("");
                Should.Throw<InvalidDataException>(() => sender.Queue("two\nlines"));
                Should.Throw<InvalidDataException>(() => sender.Queue("an end in part\r"));
                Should.Throw<InvalidDataException>(() => sender.Queue(new string('x', 100_000)));
            }

            Encoding.UTF8.GetString(output.Memory.Span).ShouldBe("ünï\n\n");
            List<string> received = [];
            await foreach (string line in new Framed<string>(new DripStream("one\r\ntwo\nthree"u8.ToArray(), 2), new LinesCodec()))
            {
                received.Add(line);
            }

            received.ShouldBe(["one", "two", "three"]);
        });

    [Theory, OnEveryRuntime]
    public void A_line_that_is_no_text_is_no_message(RuntimeCase on)
        => on.Run(async _ =>
        {
            byte[] bytes = [.. "good\n"u8, 0xC3, 0x28, .. "\n"u8];
            var receiver = new Framed<string>(new Cursor(bytes), new LinesCodec());

            (await receiver.ReceiveAsync()).ShouldBe((true, "good"));
            await Should.ThrowAsync<InvalidDataException>(async () => await receiver.ReceiveAsync());
            await Should.ThrowAsync<InvalidDataException>(async () => await receiver.ReceiveAsync(), "what the codec refuses stays");
        });

    [Theory, OnEveryRuntime]
    public void A_message_that_is_refused_half_way_leaves_nothing_behind(RuntimeCase on)
        => on.Run(async _ =>
        {
            var output = new Cursor();
            var sender = new Framed<string>(output, new CountedText(), leaveOpen: true);
            sender.Queue("one");

            Should.Throw<InvalidDataException>(() => sender.Queue("not ASCII: ü"));
            Should.Throw<InvalidDataException>(() => sender.Queue(new string('x', 200) + "ü"));

            await sender.SendAsync("two");
            await sender.DisposeAsync();
            output.Memory.ToArray().ShouldBe([3, .. "one"u8, 3, .. "two"u8]);
        });

    [Theory, OnEveryRuntime]
    public void A_codec_of_ones_own_makes_messages(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex(capacity: 3);
            var sending = Task.Spawn(async () =>
            {
                await using var sender = new Framed<string>(here, new CountedText());
                await sender.SendAsync("one");
                sender.Queue("");
                await sender.SendAsync("and more");
            });

            List<string> received = [];
            await foreach (string message in new Framed<string>(there, new CountedText(), bufferSize: 2))
            {
                received.Add(message);
            }

            await sending;
            received.ShouldBe(["one", "", "and more"]);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_receive_keeps_the_part_that_has_arrived(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex();
            var receiver = new Framed<string>(there, new LinesCodec());
            await here.WriteFmtAsync($"half ");
            var waiting = Task.Spawn(async () => await receiver.ReceiveAsync());
            await Task.Sleep(TimeSpan.FromMilliseconds(1));

            await waiting.CancelAsync();
            await here.WriteFmtAsync($"a message\n");

            (await receiver.ReceiveAsync()).ShouldBe((true, "half a message"));
        });

    [Theory, OnEveryRuntime]
    public void After_a_send_was_broken_off_nothing_can_be_sent(RuntimeCase on)
        => on.Run(async _ =>
        {
            var (here, there) = Io.Duplex(capacity: 4);
            var sender = new Framed<string>(here, new LinesCodec());
            const string Message = "much longer than there is room";
            var sending = Task.Spawn(async () => await sender.SendAsync(Message));
            byte[] first = new byte[1];
            (await there.ReadAsync(first)).ShouldBe(1);

            await sending.CancelAsync();

            await Should.ThrowAsync<IOException>(async () => await sender.SendAsync("more"));
            await sender.DisposeAsync();
            string arrived = (char)first[0] + await there.ReadToStringAsync();
            arrived.ShouldBe(Message[..arrived.Length]);
            arrived.Length.ShouldBeInRange(4, 5, "whether the sender had come to use the room of the first byte");
        });

    /// <summary>ASCII with a byte in front that says how long it is.</summary>
    private sealed class CountedText : FrameCodec<string>
    {
        public override bool TryDecode(ref ReadOnlySequence<byte> bytes, bool isFinal, out string frame)
        {
            frame = "";
            if (bytes.IsEmpty || bytes.Length <= bytes.FirstSpan[0])
            {
                return false;
            }

            int length = bytes.FirstSpan[0];
            frame = Encoding.ASCII.GetString(bytes.Slice(1, length));
            bytes = bytes.Slice(1 + length);
            return true;
        }

        public override void Encode(string frame, IBufferWriter<byte> output)
        {
            output.Write([(byte)frame.Length]);
            foreach (char each in frame)
            {
                output.Write([char.IsAscii(each) ? (byte)each : throw new InvalidDataException("Not ASCII.")]);
            }
        }
    }
}
