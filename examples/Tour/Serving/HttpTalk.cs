namespace Samples.Tour;

using System.Text;
using System.Text.Json;
using AsyncStd.Io;
using AsyncStd.Net;

/// <summary>The smallest server for HTTP/1.1 that a client is content with: <c>GET /find?word=…</c> is answered in JSON, and the connection is kept.</summary>
internal static class HttpTalk
{
    private const int MaxLine = 8 * 1024;
    private const string Path = "/find?word=";

    public static async Task TalkAsync(TcpStream stream, WordIndex index)
    {
        await using var reader = new BufReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync(MaxLine) is { } request)
        {
            while (await reader.ReadLineAsync(MaxLine) is { Length: > 0 })
            {
                // No header matters here.
            }

            await stream.WriteAsync(Answer(request, index));
        }
    }

    public static void TalkBlocking(Stream stream, WordIndex index)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } request)
        {
            while (reader.ReadLine() is { Length: > 0 })
            {
                // No header matters here.
            }

            stream.Write(Answer(request, index));
        }
    }

    /// <summary>What a client asks for.</summary>
    public static string PathOf(string word) => Path + Uri.EscapeDataString(word);

    /// <summary>How many files the answer tells of.</summary>
    public static int FilesIn(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);

        return json.RootElement.GetProperty("files").GetInt32();
    }

    private static byte[] Answer(string request, WordIndex index)
    {
        if (request.Split(' ') is not ["GET", var target, "HTTP/1.1"] || !target.StartsWith(Path, StringComparison.Ordinal))
        {
            return Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }

        var word = Uri.UnescapeDataString(target[Path.Length..]);
        var (count, first) = index.Find(word);
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("word", word);
            json.WriteNumber("files", count);
            json.WriteString("first", first);
            json.WriteEndObject();
        }

        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");

        return [.. head, .. body.GetBuffer().AsSpan(0, (int)body.Length)];
    }
}
