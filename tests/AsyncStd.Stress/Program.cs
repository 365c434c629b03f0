namespace AsyncStdTests.Stress;

internal static class Program
{
    private static int Main() => 0;
}
