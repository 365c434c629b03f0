namespace AsyncStdTests.Examples;

using System.Net;
using System.Net.Sockets;
using AsyncStdTests.Repository;

/// <summary>Each example of the gallery that needs nobody else: it runs as a program, and prints what it is about.</summary>
public sealed class GalleryTests
{
    [Theory]
    [InlineData("hello-world", @"Hello, world!\n")]
    [InlineData("task-name", @"My name is my task\.\n")]
    [InlineData("task-local", @"first task: 2\nsecond task: 3\nfirst task again: 3\n")]
    [InlineData("logging", @"begins: load, part of nothing\nbegins: fetch, part of load\nends:   fetch\nbegins: parse, part of load\nends:   parse, failed\nends:   load, failed\n'tea' is no number\.\n")]
    [InlineData("socket-timeouts", @"received: good morning\ngiven up: '.*SocketTimeouts\.cs:\d+' did not end within 00:00:00\.2.*\n")]
    [InlineData("web-fetch", @"HTTP/1\.1 200 OK\n(.+: .+\n)*Content-Type: text/plain\n(.+: .+\n)*12 characters: Good morning\n")]
    [InlineData("crawler", @"63 pages, 1 dead links, \d+ ms\n")]
    [InlineData("bulkheads", @"on one runtime, the slowest of 40 requests took \d+ ms\non two runtimes, the slowest of 40 requests took \d+ ms\n")]
    [InlineData("ui-loop", @"window: first begins\nwindow: second begins\n(window: (first|second) is there, checked elsewhere\n){2}window: 2 downloads\n")]
    [InlineData("own-runtime", @"on 'by hand', a queue and 2 threads\nsum 385\n")]
    public async Task An_example_prints_what_it_is_about(string name, string output)
    {
        var run = await GalleryProgram.RunAsync(name);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldMatch($"^{output}$");
    }

    [Fact]
    [Trait("example", "worker-pool")]
    public async Task The_workers_do_each_job_once()
    {
        var run = await GalleryProgram.RunAsync("worker-pool");

        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(line => line.StartsWith("job ", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[1])).Order()
            .ShouldBe(Enumerable.Range(1, 12));
        lines.Count(line => line.Contains(" ends after ", StringComparison.Ordinal)).ShouldBe(3);
        lines[^1].ShouldMatch(@"^12 jobs in \d+ ms, 20 ms apart or more$");
    }

    [Fact]
    [Trait("example", "supervisor")]
    public async Task The_supervisor_starts_again_what_fails_and_gives_up_what_goes_on_failing()
    {
        var run = await GalleryProgram.RunAsync("supervisor");

        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[..^1].ShouldBe(
            [
                "steady has done its work",
                "shaky failed (crash 1), attempt 2 follows",
                "shaky failed (crash 2), attempt 3 follows",
                "shaky has done its work",
                "hopeless failed (crash 1), attempt 2 follows",
                "hopeless failed (crash 2), attempt 3 follows",
                "hopeless failed (crash 3), attempt 4 follows",
                "hopeless is given up: crash 4",
            ],
            ignoreOrder: true);
        lines[^1].ShouldBe("all services have ended");
    }

    [Fact]
    [Trait("example", "line-count")]
    public async Task The_lines_of_a_file_are_counted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("three.txt", "one\ntwo\nthree");

        var run = await GalleryProgram.RunAsync("line-count", folder.PathOf("three.txt"));

        run.Output.ShouldBe($"3 lines in {folder.PathOf("three.txt")}\n");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "list-dir")]
    public async Task A_directory_is_listed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file.txt", "");
        folder.Write(Path.Combine("below", "deep.txt"), "");

        var run = await GalleryProgram.RunAsync("list-dir", folder.PathOf());

        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["file.txt", "below/"], ignoreOrder: true);
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "print-file")]
    public async Task A_file_is_printed()
    {
        using var folder = new TemporaryFolder();
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"line {n}\n"));
        folder.Write("long.txt", text);

        var run = await GalleryProgram.RunAsync("print-file", folder.PathOf("long.txt"));

        run.Output.ShouldBe(text);
        run.Error.ShouldBe($"{text.Length} bytes\n");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "log-follow")]
    public async Task A_log_is_followed_while_it_grows_and_after_it_was_emptied()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("log.txt");
        File.WriteAllText(path, "first\n");
        using var program = GalleryProgram.Start("log-follow", path, "4");

        (await program.ReadLineAsync()).ShouldBe("first");
        File.AppendAllText(path, "sec");
        File.AppendAllText(path, "ond\nthird\n");
        (await program.ReadLineAsync()).ShouldBe("second");
        (await program.ReadLineAsync()).ShouldBe("third");
        File.WriteAllText(path, "anew\n");

        var end = await program.EndAsync();
        end.Output.ShouldBe("anew\n");
        end.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "stdin-echo")]
    public async Task Lines_that_are_typed_come_back()
    {
        using var program = GalleryProgram.Start("stdin-echo");

        program.Type("one\n");
        (await program.ReadLineAsync()).ShouldBe("one");
        program.Type("two\nthree");
        program.EndInput();

        var end = await program.EndAsync();
        end.Output.ShouldBe("two\nthree\n");
        end.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "stdin-timeout")]
    public async Task A_line_that_is_finished_after_the_limit_is_whole()
    {
        using var program = GalleryProgram.Start("stdin-timeout", "0.3", "200");

        program.Type("good ");
        (await program.ReadLineAsync()).ShouldBe("Type a line:");
        (await program.ReadLineAsync()).ShouldBe("Nothing yet. Go on:");
        program.Type("morning\n");

        var end = await program.EndAsync();
        end.Output.Split('\n')[^2].ShouldBe("You typed: good morning");
        end.ExitCode.ShouldBe(0);
    }

    [Fact]
    [Trait("example", "stdin-timeout")]
    public async Task Nothing_typed_is_a_failure_in_the_end()
    {
        using var program = GalleryProgram.Start("stdin-timeout", "0.01", "2");

        var end = await program.EndAsync();

        end.ExitCode.ShouldBe(1);
        end.Error.ShouldContain("did not end within");
    }

    [Fact]
    [Trait("example", "port-scan")]
    public async Task A_port_that_answers_is_found()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var run = await GalleryProgram.RunAsync("port-scan", $"{Math.Max(1, port - 100)}-{port}");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain($"{port} answers\n");
        run.Output.ShouldMatch(@"\d+ of \d+ ports\n$");
    }

    [Theory]
    [InlineData("line-count")]
    [InlineData("tcp-client")]
    [InlineData("stdin-timeout", "soon")]
    [InlineData("stdin-timeout", "1", "0")]
    [InlineData("port-scan", "20-10")]
    public async Task Arguments_that_make_no_sense_are_answered_with_those_that_do(params string[] arguments)
    {
        var run = await GalleryProgram.RunAsync(arguments);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith($"Usage: {arguments[0]}");
    }

    [Theory]
    [InlineData("line-count", "no/such/file", "no/such/file")]
    [InlineData("list-dir", "no/such/folder", "no/such/folder")]
    [InlineData("tcp-echo", "nonsense", "'nonsense' is no address")]
    public async Task What_goes_wrong_is_said_in_a_line(string name, string argument, string message)
    {
        var run = await GalleryProgram.RunAsync(name, argument);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(message);
        run.Error.Trim().ShouldNotContain('\n');
    }
}
