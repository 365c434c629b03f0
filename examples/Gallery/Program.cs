namespace Samples.Gallery;

using System.Net.Sockets;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;

/// <summary>Runs the example that is named: <c>dotnet run -c Release --project examples/Gallery -- NAME [arguments]</c>.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;

    private static int Main(string[] args)
    {
        if (args is [] or ["--help"])
        {
            WriteList(Console.Out);
            return Success;
        }

        if (!Catalog.TryFind(args[0], out Example? example))
        {
            Console.Error.WriteLine($"There is no example called '{args[0]}'. There are:");
            WriteList(Console.Error);
            return Failure;
        }

        try
        {
            // On the default runtime. ASYNC_STD_RUNTIME and its like choose another.
            Task.BlockOn(() => example.RunAsync(args[1..]));
            return Success;
        }
        catch (UsageException)
        {
            Console.Error.WriteLine($"Usage: {example.Usage}");
            return Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or ArgumentException or HttpRequestException
            or SocketException or RuntimeConfigurationException or NotSupportedException)
        {
            Console.Error.WriteLine(e.Message);
            return Failure;
        }
    }

    private static void WriteList(TextWriter output)
    {
        int width = Catalog.All.Max(example => example.Usage.Length);
        foreach (Example example in Catalog.All)
        {
            output.WriteLine($"  {example.Usage.PadRight(width)}  {example.Idea}");
        }
    }
}
