namespace AsyncStdConformance.Context.Strangers;

using System.IO.Pipelines;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using Io = AsyncStd.Io.Io;
using Stream = System.IO.Stream;

/// <summary>What the library does with somebody's stream.</summary>
internal static class IoUses
{
    private const string Text = "one\ntwo\nthree\nfour\n";

    public static IReadOnlyDictionary<string, Func<Witness, Task>> All { get; } = new Dictionary<string, Func<Witness, Task>>
    {
        ["ReadToEnd"] = async witness => (await Source(witness).ReadToEndAsync()).Length.ShouldBe(Text.Length),
        ["ReadToEnd into a writer"] = async witness => await Source(witness).ReadToEndAsync(PipeWriter.Create(System.IO.Stream.Null)),
        ["ReadToString"] = async witness => (await Source(witness).ReadToStringAsync()).ShouldBe(Text),
        ["ReadExact"] = async witness => await Source(witness).ReadExactAsync(new byte[8]),
        ["ReadUntil"] = async witness => (await new BufReader(Source(witness)).ReadUntilAsync((byte)'r')).Length.ShouldBe(11),
        ["ReadVectored"] = async witness => await Source(witness).ReadVectoredAsync(new Memory<byte>[] { new byte[8], new byte[8] }),
        ["Lines"] = async witness => (await Count(Source(witness).Lines(), witness)).ShouldBe(4),
        ["Split"] = async witness => (await Count(Source(witness).Split((byte)'\n'), witness)).ShouldBe(4),
        ["Bytes"] = async witness => (await Count(Source(witness).Bytes(), witness)).ShouldBe(Text.Length),
        ["CopyTo with progress"] = async witness => await Source(witness).CopyToAsync(new PlainStream(witness), new SynchronousProgress(witness)),
        ["Copy"] = async witness => await Io.CopyAsync(Source(witness), new PlainStream(witness)),
        ["CopyBidirectional"] = async witness => await Io.CopyBidirectionalAsync(Source(witness), Source(witness)),
        ["WriteAll"] = async witness => await Twice(witness, stream => stream.WriteAllAsync(Encoding.UTF8.GetBytes(Text))),
        ["WriteFmt"] = async witness => await Twice(witness, stream => stream.WriteFmtAsync($"{Text}{1}")),
        ["WriteVectored"] = async witness => await new PlainStream(witness).WriteVectoredAsync(new ReadOnlyMemory<byte>[] { new byte[8], new byte[8] }),
        ["Chain"] = async witness => (await Source(witness).Chain(Source(witness)).ReadToEndAsync()).Length.ShouldBe(2 * Text.Length),
        ["Take"] = async witness => (await Source(witness).Take(7).ReadToEndAsync()).Length.ShouldBe(7),
        ["Timeout"] = async witness => await Io.Timeout(TimeSpan.FromMinutes(1), async () => await Source(witness).ReadToEndAsync()),
        ["BufReader"] = UseBufReader,
        ["BufReader, copied by the base class"] = async witness => await new BufReader(Source(witness)).CopyToAsync(new PlainStream(witness)),
        ["BufReader within another"] = async witness => (await Count(new BufReader(new BufReader(Source(witness), 4)).Lines(), witness)).ShouldBe(4),
        ["BufWriter"] = UseBufWriter,
        ["BufWriter within another"] = async witness =>
        {
            await using var writer = new BufWriter(new BufWriter(new PlainStream(witness), 4), 4);
            await WriteSomeAsync(writer);
        },
        ["LineWriter"] = async witness =>
        {
            await using var writer = new LineWriter(new PlainStream(witness), 4);
            await WriteSomeAsync(writer);
        },
        ["Cursor, copied"] = async witness => await new Cursor(new byte[8]).CopyToAsync(new PlainStream(witness)),
        ["Duplex, copied by the base class"] = async witness => await CopyFromDuplex(witness, (duplex, plain) => duplex.CopyToAsync(plain)),
        ["Duplex, copied"] = async witness => await CopyFromDuplex(witness, (duplex, plain) => Io.CopyAsync(duplex, plain).AsTask()),
        ["Framed, sending"] = UseFramedSending,
        ["Framed, receiving"] = async witness =>
        {
            await using var framed = new Framed<string>(Source(witness), new LinesCodec());
            (await Count(framed, witness)).ShouldBe(4);
        },
        ["lines of a pipe"] = async witness => (await Count(Reader(witness).Lines(), witness)).ShouldBe(4),
        ["a line of a pipe"] = async witness => (await Reader(witness).ReadLineAsync()).ShouldBe("one"),
    };

    private static PlainStream Source(Witness witness) => new(witness, Text);

    private static PlainPipeReader Reader(Witness witness) => new(witness, PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(Text))));

    private static async Task<int> Count<T>(IAsyncEnumerable<T> items, Witness witness)
    {
        int count = 0;
        await foreach (T _ in items)
        {
            witness.Here("the loop");
            count++;
        }

        return count;
    }

    private static async Task Twice(Witness witness, Func<Stream, ValueTask> write)
    {
        var stream = new PlainStream(witness);
        await write(stream);
        await write(stream);
    }

    private static async Task UseBufReader(Witness witness)
    {
        await using var reader = new BufReader(Source(witness), 4);
        (await reader.ReadLineAsync()).ShouldBe("one");
        (await reader.FillAsync()).Length.ShouldBeGreaterThan(0);
        (await reader.ReadAsync(new byte[2])).ShouldBe(2);
        (await reader.ReadUntilAsync((byte)'\n')).Length.ShouldBeGreaterThan(1);
    }

    private static async Task UseBufWriter(Witness witness)
    {
        var stream = new PlainStream(witness);
        await using (var writer = new BufWriter(stream, 4))
        {
            await WriteSomeAsync(writer);
        }

        stream.Written.ShouldBe(Text + Text);
    }

    private static async Task WriteSomeAsync(BufWriter writer)
    {
        foreach (char letter in Text)
        {
            await writer.WriteAsync(new[] { (byte)letter });
        }

        await writer.WriteAsync(Encoding.UTF8.GetBytes(Text));
        await writer.FlushAsync();
    }

    private static async Task CopyFromDuplex(Witness witness, Func<DuplexStream, Stream, Task> copy)
    {
        (DuplexStream first, DuplexStream second) = Io.Duplex(4);
        await using (second)
        {
            await Task.Join(
                async () =>
                {
                    await first.WriteAsync(Encoding.UTF8.GetBytes(Text));
                    await first.CompleteWritesAsync();
                },
                async () => await copy(second, new PlainStream(witness)));
        }
    }

    private static async Task UseFramedSending(Witness witness)
    {
        await using var framed = new Framed<string>(new PlainStream(witness), new LinesCodec());
        await framed.SendAsync("one");
        framed.Queue("two");
        await framed.FlushAsync();
        await framed.SendAsync("three");
    }

    private sealed class SynchronousProgress(Witness witness) : IProgress<long>
    {
        public void Report(long value) => witness.Here();
    }
}
