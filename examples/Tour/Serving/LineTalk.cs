namespace Samples.Tour;

using System.Globalization;
using System.Text;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>A protocol of lines: a word is answered by the number of its files and the path of the first; <c>!slow</c> is answered after an hour.</summary>
internal static class LineTalk
{
    public const string Slow = "!slow";

    private const int MaxLine = 1024;
    private static readonly TimeSpan s_slow = TimeSpan.FromHours(1);

    public static async Task TalkAsync(TcpStream stream, WordIndex index)
    {
        await foreach (var word in stream.Lines(MaxLine))
        {
            if (word == Slow)
            {
                await Task.Sleep(s_slow);
            }

            var (count, first) = index.Find(word);
            await stream.WriteFmtAsync($"{count} {first}\n");
        }
    }

    public static void TalkBlocking(Stream stream, WordIndex index, CancellationToken stop)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } word)
        {
            if (word == Slow)
            {
                stop.WaitHandle.WaitOne(s_slow); // a thread that only sleeps could not be stopped
            }

            var (count, first) = index.Find(word);
            stream.Write(Encoding.UTF8.GetBytes($"{count} {first}\n"));
        }
    }

    public static async Task<int> AskAsync(TcpStream stream, BufReader answers, string word)
    {
        await stream.WriteFmtAsync($"{word}\n");

        return FilesIn(await answers.ReadLineAsync());
    }

    public static int AskBlocking(Stream stream, StreamReader answers, string word)
    {
        stream.Write(Encoding.UTF8.GetBytes($"{word}\n"));

        return FilesIn(answers.ReadLine());
    }

    private static int FilesIn(string? answer)
    {
        ReadOnlySpan<char> text = answer ?? throw new EndOfStreamException("The server has hung up.");

        return int.Parse(text[..text.IndexOf(' ')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
