namespace Samples.Gallery;

using System.Text.RegularExpressions;
using AsyncStd.Io;
using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>
/// Follows links from page to page with HttpClient, each page once, so many requests at a time. A page that is fetched gives new ones to the same group;
/// the loop ends when no request is left. The site is one that the example serves itself: it takes 20 ms for each page, and one of its links is dead.
/// </summary>
internal static partial class Crawler
{
    private const int AtOnce = 8;
    private const int Pages = 63;

    public static async Task RunAsync(string[] args)
    {
        await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        await using var serving = Task.Spawn(() => ServeAsync(listener)).CancelOnDispose();
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) => await TcpStream.ConnectAsync((context.DnsEndPoint.Host, context.DnsEndPoint.Port), cancellationToken: token),
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://{listener.LocalEndPoint}/") };

        long start = Runtime.Current.Clock.GetTimestamp();
        (int found, int dead) = await CrawlAsync(client, "/1");
        await Console.PrintlnAsync($"{found} pages, {dead} dead links, {Runtime.Current.Clock.GetElapsedTime(start).TotalMilliseconds:F0} ms");
    }

    private static async Task<(int Found, int Dead)> CrawlAsync(HttpClient client, string first)
    {
        var seen = new HashSet<string> { first };
        int found = 0, dead = 0;
        await using TaskGroup<string[]?> requests = new(new TaskGroupOptions { MaxConcurrency = AtOnce, CancelOnDispose = true });
        requests.Start(() => LinksOfAsync(client, first));
        await foreach (string[]? links in requests)
        {
            if (links is null)
            {
                dead++;
                continue;
            }

            found++;
            foreach (string link in links.Where(seen.Add))
            {
                requests.Start(() => LinksOfAsync(client, link));
            }
        }

        return (found, dead);
    }

    /// <summary>The links of a page, or null if there is no such page.</summary>
    private static async Task<string[]?> LinksOfAsync(HttpClient client, string page)
    {
        using HttpResponseMessage response = await client.GetAsync(page, Scope.Current.Token);
        string text = await response.Content.ReadAsStringAsync(Scope.Current.Token);

        return response.IsSuccessStatusCode ? [.. Link().Matches(text).Select(match => match.Groups[1].Value)] : null;
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        await using TaskGroup connections = new(new TaskGroupOptions { Supervise = true, OnFailure = (_, e) => Console.Error.WriteLine(e.Message) });
        await foreach (TcpStream stream in listener.Incoming())
        {
            connections.Start(() => AnswerAsync(stream));
        }
    }

    /// <summary>Page n links to the pages 2n and 2n + 1, and back to the first; the last one to nowhere.</summary>
    private static async Task AnswerAsync(TcpStream stream)
    {
        await using var reader = new BufReader(stream);
        while (await reader.ReadLineAsync(maxLength: 8192) is { } request)
        {
            while (await reader.ReadLineAsync(maxLength: 8192) is { Length: > 0 })
            {
            }

            await Task.Sleep(TimeSpan.FromMilliseconds(20));
            int page = int.Parse(request.Split(' ')[1].TrimStart('/'));
            string body = page switch
            {
                > Pages => "",
                Pages => $"<a href='/{Pages + 1}'>on</a>",
                > Pages / 2 => "<a href='/1'>home</a>",
                _ => $"<a href='/1'>home</a> <a href='/{2 * page}'>left</a> <a href='/{2 * page + 1}'>right</a>",
            };
            await stream.WriteFmtAsync($"HTTP/1.1 {(page <= Pages ? "200 OK" : "404 Not Found")}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }
    }

    [GeneratedRegex("href='([^']+)'")]
    private static partial Regex Link();
}
