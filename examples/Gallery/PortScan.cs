namespace Samples.Gallery;

using System.Net;
using AsyncStd.Net;
using AsyncStd.Prelude;

/// <summary>Which ports of this machine answer. A port that refuses does so at once, and one that says nothing has five seconds; 200 are asked at a time.</summary>
internal static class PortScan
{
    private const int AtOnce = 200;

    private static readonly TcpConnectionOptions s_options = new() { Timeout = TimeSpan.FromSeconds(5) };

    public static async Task RunAsync(string[] args)
    {
        (int first, int last) = args switch
        {
            [] => (1, 1024),
            [var range] when range.Split('-') is [var from, var to]
                && ushort.TryParse(from, out ushort low) && ushort.TryParse(to, out ushort high) && low is > 0 && low <= high => (low, high),
            _ => throw new UsageException(),
        };

        // The answers come in the order of the ports.
        bool[] answers = await Task.Join(Enumerable.Range(first, last - first + 1), AtOnce, AnswersAsync);

        int[] open = [.. answers.Index().Where(answer => answer.Item).Select(answer => first + answer.Index)];
        foreach (int port in open)
        {
            await Console.PrintlnAsync($"{port} answers");
        }

        await Console.PrintlnAsync($"{open.Length} of {answers.Length} ports");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            await using TcpStream stream = await TcpStream.ConnectAsync((IPAddress.Loopback, port), s_options);

            return true;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return false;
        }
    }
}
