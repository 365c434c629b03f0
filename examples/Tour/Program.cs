namespace Samples.Tour;

internal static class Program
{
    private static int Main()
    {
        Console.WriteLine("AsyncStd");

        return 0;
    }
}
