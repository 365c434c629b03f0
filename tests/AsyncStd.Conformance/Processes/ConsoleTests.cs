namespace AsyncStdConformance.Processes;

using System.Text;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ConsoleTests
{
    [Theory, OnProcesses]
    public void Lines_of_the_standard_input_come_one_by_one(ProcessCase on)
        => Run(on, async host =>
        {
            var first = Task.Spawn(async () => await Console.Stdin.ReadLineAsync());
            await SayAsync(host, "one\ntwo\nthr");
            (await first).ShouldBe("one");
            (await Console.Stdin.ReadLineAsync()).ShouldBe("two");
            var third = Task.Spawn(async () => await Console.Stdin.ReadLineAsync());
            await SayAsync(host, "ee\nrest");
            (await third).ShouldBe("three");
            byte[] buffer = new byte[10];
            (await Console.Stdin.ReadAsync(buffer)).ShouldBe(4);
            host.Ends[StandardStream.Input].Dispose();
            (await Console.Stdin.ReadLineAsync()).ShouldBeNull();
            Console.Stdin.ShouldBeSameAs(Console.Stdin);
        });

    [Theory, OnProcesses]
    public void A_read_of_the_standard_input_that_is_cancelled_loses_no_byte(ProcessCase on)
        => Run(on, async host =>
        {
            var stopped = Task.Spawn(async () => await Console.Stdin.ReadLineAsync());
            await SayAsync(host, "half ");
            await stopped.CancelAsync();
            using var cancel = new CancellationTokenSource();
            var cancelled = Task.Spawn(async () => await Console.Stdin.ReadLineAsync(cancellationToken: cancel.Token));
            await Task.YieldNow();
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await cancelled);

            var line = Task.Spawn(async () => await Console.Stdin.ReadLineAsync());
            await SayAsync(host, "a line\n");

            (await line).ShouldBe("half a line");
        });

    [Theory, OnProcesses]
    public void Several_readers_of_the_standard_input_take_turns(ProcessCase on)
        => Run(on, async host =>
        {
            List<JoinHandle<string?>> readers = [];
            for (int i = 0; i < 5; i++)
            {
                readers.Add(Task.Spawn(async () => await Console.Stdin.ReadLineAsync()));
            }

            await SayAsync(host, "0\n1\n2\n3\n");
            await Turns.Until(() => readers.Count(each => each.IsCompleted) == 4, "four lines");
            await readers.Single(each => !each.IsCompleted).CancelAsync();
            List<string?> lines = [];
            foreach (var reader in readers.Where(each => !each.IsCanceled))
            {
                lines.Add(await reader);
            }

            lines.Order().ShouldBe(["0", "1", "2", "3"]);
            host.Ends[StandardStream.Input].Dispose();
            await foreach (string line in Console.Stdin.Lines())
            {
                line.ShouldBeNull("there are no more");
            }
        });

    [Theory, OnProcesses]
    public void What_is_printed_comes_out_whole(ProcessCase on)
        => Run(on, async host =>
        {
            int number = 42;
            await Console.PrintAsync($"a {number}");
            await Console.PrintAsync(" text");
            await Console.PrintlnAsync($", {number,4}");
            await Console.PrintlnAsync("ümlaut");
            await Console.PrintlnAsync(null);
            await Console.PrintlnAsync($"{await Task.Spawn(() => number)} later");
            await Console.Stdout.WriteAsync("bytes"u8.ToArray());
            await Console.EprintAsync($"b {number}");
            await Console.EprintAsync(" text");
            await Console.EprintlnAsync($", {number}");
            await Console.EprintlnAsync("end");
            await Console.Stderr.FlushAsync();

            (await HearAsync(host, StandardStream.Output)).ShouldBe($"a 42 text,   42{Environment.NewLine}ümlaut{Environment.NewLine}{Environment.NewLine}42 later{Environment.NewLine}bytes");
            (await HearAsync(host, StandardStream.Error)).ShouldBe($"b 42 text, 42{Environment.NewLine}end{Environment.NewLine}");
        });

    [Theory, OnProcesses]
    public void What_is_printed_is_given_to_the_driver_as_one_write(ProcessCase on)
        => Run(on, async host =>
        {
            await Console.PrintAsync($"a {1} b {2}");
            await Console.PrintlnAsync($"a {1} b {2}");
            await Console.PrintlnAsync("text");
            await Console.EprintlnAsync($"a {1} b {2}");
            await Console.EprintlnAsync("text");

            int end = Environment.NewLine.Length;
            host.Writes[StandardStream.Output].ShouldBe([7, 7 + end, 4 + end]);
            host.Writes[StandardStream.Error].ShouldBe([7 + end, 4 + end]);
        });

    [Theory, OnProcesses]
    public void Lines_of_different_tasks_never_mix(ProcessCase on)
        => Run(on, async host =>
        {
            await Console.PrintAsync("");
            await Console.PrintlnAsync("begin");
            var hearing = Task.Spawn(async () =>
            {
                var text = new StringBuilder();
                byte[] buffer = new byte[4096];
                while (text.ToString().Count(each => each == '\n') < 41)
                {
                    text.Append(Encoding.ASCII.GetString(buffer, 0, await host.Ends[StandardStream.Output].ReadAsync(buffer, default)));
                }

                return text.ToString();
            });
            List<JoinHandle> writers = [];
            for (int i = 0; i < 4; i++)
            {
                char letter = (char)('a' + i);
                writers.Add(Task.Spawn(async () =>
                {
                    for (int j = 0; j < 10; j++)
                    {
                        await Console.PrintlnAsync(new string(letter, 9000)); // more than a pipe takes in one piece
                    }
                }));
            }

            foreach (JoinHandle writer in writers)
            {
                await writer;
            }

            string[] lines = (await hearing).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            lines.Skip(1).ShouldAllBe(line => line.Length == 9000 && line.Distinct().Count() == 1);
        });

    [Theory, OnProcesses]
    public void A_buffer_before_the_output_keeps_what_a_cancelled_flush_has_not_written(ProcessCase on)
        => Run(on, async host =>
        {
            byte[] text = new byte[400_000]; // more than any pipe holds
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (byte)('a' + (i % 23));
            }

            await Console.PrintAsync("begin");
            (await HearAsync(host, StandardStream.Output)).ShouldBe("begin");
            foreach ((Stream stream, StandardStream which) in new (Stream, StandardStream)[] { (Console.Stdout, StandardStream.Output), (Console.Stderr, StandardStream.Error) })
            {
                await stream.WriteAsync("x"u8.ToArray());
                await HearAsync(host, which);
                var writer = new BufWriter(stream, bufferSize: 1024 * 1024, leaveOpen: true);
                await writer.WriteAsync(text);
                using var cancel = new CancellationTokenSource();
                var flushing = Task.Spawn(async () => await writer.FlushAsync(cancel.Token));
                byte[] heard = new byte[text.Length];
                int count = await host.Ends[which].ReadAsync(heard.AsMemory(0, 1000), default);
                await cancel.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(async () => await flushing);
                writer.Buffered.Length.ShouldBeLessThan(text.Length);

                var finishing = Task.Spawn(async () => await writer.DisposeAsync());
                while (count < heard.Length)
                {
                    count += await host.Ends[which].ReadAsync(heard.AsMemory(count), default);
                }

                await finishing;
                heard.ShouldBe(text);
            }
        });

    [Theory, OnProcesses]
    public void Printing_to_nobody_fails(ProcessCase on)
        => Run(on, async host =>
        {
            await Console.PrintlnAsync("opens it");
            host.Ends[StandardStream.Output].Dispose();

            await Should.ThrowAsync<IOException>(async () =>
            {
                // A process that is being started in another test holds the reader too, until it runs its program.
                for (int attempt = 0; attempt < 10_000; attempt++)
                {
                    await Console.PrintlnAsync("x");
                    Thread.Sleep(1);
                }
            });
        });

    /// <summary>Runs a body whose standard streams are pipes.</summary>
    private static void Run(ProcessCase on, Func<PipedHost, Task> body)
    {
        PipedHost? host = null;
        on.Run(
            async _ => await body(host!),
            options =>
            {
                using var donor = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(RuntimeKind.CurrentThread).Configure(own => own.Io = options.Io).Build();
                options.ProcessHost = host = new PipedHost(donor.ProcessHost);
            });
    }

    private static async Task SayAsync(PipedHost host, string text)
    {
        await Turns.Until(() => host.Ends.ContainsKey(StandardStream.Input), "the opening of the input");
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await host.Ends[StandardStream.Input].WriteAsync(bytes, default)..];
        }
    }

    private static async Task<string> HearAsync(PipedHost host, StandardStream stream)
    {
        byte[] buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, await host.Ends[stream].ReadAsync(buffer, default));
    }
}
