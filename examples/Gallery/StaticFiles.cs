namespace Samples.Gallery;

using System.Runtime.InteropServices;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Task;
using File = AsyncStd.Fs.File;

/// <summary>
/// A small HTTP/1.1 server for the files below a directory, until Ctrl-C. It answers GET and HEAD, keeps connections open, and has a limit for
/// everything that a client decides: the length of a line, the number of headers, the time between two requests, the number of connections.
/// </summary>
internal static class StaticFiles
{
    private const int LongestLine = 8192;
    private const int MostHeaders = 100;

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(string[] args)
    {
        (string folder, string address) = args switch
        {
            [var directory] => (directory, "127.0.0.1:0"),
            [var directory, var at] => (directory, at),
            _ => throw new UsageException(),
        };
        if (!await Directory.ExistsAsync(folder))
        {
            throw new DirectoryNotFoundException($"There is no directory '{folder}'.");
        }

        string root = await Path.CanonicalizeAsync(folder);
        root = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        await using TcpListener listener = await TcpListener.BindAsync(address);
        using var interrupt = new SignalStream(PosixSignal.SIGINT); // from here on Ctrl-C is waited for
        await Console.PrintlnAsync($"listening on {listener.LocalEndPoint}");
        await Task.Race(
            async () => await ServeAsync(listener, root),
            async () => await interrupt.NextAsync());
        await Console.PrintlnAsync("stopped");
    }

    private static async Task ServeAsync(TcpListener listener, string root)
    {
        await using TaskGroup connections = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });
        await foreach (TcpStream stream in listener.Incoming(new IncomingOptions { ConnectionLimit = 1000 }))
        {
            connections.Start(() => AnswerAllAsync(stream, root));
        }
    }

    private static async Task AnswerAllAsync(TcpStream stream, string root)
    {
        await using var reader = new BufReader(stream);
        try
        {
            while (await Task.Timeout(s_idle, () => ReadRequestAsync(reader)) is { } request)
            {
                await Console.PrintlnAsync($"{request.Method} {request.Target}");
                await AnswerAsync(stream, request, root);
                if (!request.KeepAlive)
                {
                    return;
                }
            }
        }
        catch (InvalidDataException)
        {
            await RefuseAsync(stream, "400 Bad Request", keepAlive: false);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            // Nobody is there any more.
        }
    }

    /// <summary>The next request, or null when the client has gone.</summary>
    private static async Task<Request?> ReadRequestAsync(BufReader reader)
    {
        if (await reader.ReadLineAsync(LongestLine) is not { } line)
        {
            return null;
        }

        if (line.Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw new InvalidDataException("not a request");
        }

        bool keepAlive = line.EndsWith('1');
        for (int headers = 0; ; headers++)
        {
            string header = await reader.ReadLineAsync(LongestLine) ?? throw new EndOfStreamException("The end within the headers.");
            if (header is "")
            {
                return new Request(method, target, keepAlive);
            }

            if (headers == MostHeaders || header.Split(':', 2, StringSplitOptions.TrimEntries) is not [var name, var value])
            {
                throw new InvalidDataException("not a header");
            }

            if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            {
                keepAlive = value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase);
            }
            else if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                keepAlive &= value is "0"; // nothing here reads a body, so nothing can come after it
            }
        }
    }

    private static async Task AnswerAsync(TcpStream stream, Request request, string root)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            await RefuseAsync(stream, "405 Method Not Allowed", request.KeepAlive);
            return;
        }

        await using File? file = await TryOpenAsync(root, request.Path);
        if (file is null)
        {
            await RefuseAsync(stream, "404 Not Found", request.KeepAlive);
            return;
        }

        long length = (await file.MetadataAsync()).Length;
        await stream.WriteFmtAsync($"HTTP/1.1 200 OK\r\nContent-Type: {TypeOf(request.Path)}\r\nContent-Length: {length}\r\n{ConnectionHeader(request.KeepAlive)}\r\n");
        if (request.Method == "GET")
        {
            await file.Take(length).CopyToAsync(stream); // no more than was announced, if it grows meanwhile
        }
    }

    /// <summary>Opens the file that is meant; null if it is not there, or would be outside: by dots or by a link.</summary>
    private static async Task<File?> TryOpenAsync(string root, string relative)
    {
        try
        {
            string path = await Path.CanonicalizeAsync(Path.Join(root, relative));

            return path.StartsWith(root, StringComparison.Ordinal) ? await File.OpenAsync(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static async Task RefuseAsync(TcpStream stream, string status, bool keepAlive)
        => await stream.WriteFmtAsync($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{ConnectionHeader(keepAlive)}\r\n");

    private static string ConnectionHeader(bool keepAlive) => keepAlive ? "" : "Connection: close\r\n";

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".txt" or ".md" => "text/plain; charset=utf-8",
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".json" => "application/json",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private sealed record Request(string Method, string Target, bool KeepAlive)
    {
        /// <summary>What is asked for, below the folder.</summary>
        public string Path { get; } = Uri.UnescapeDataString(Target.Split('?')[0]).TrimStart('/') is var path && (path is "" || path.EndsWith('/')) ? path + "index.html" : path;
    }
}
