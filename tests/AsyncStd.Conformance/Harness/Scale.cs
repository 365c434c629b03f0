namespace AsyncStdConformance.Harness;

/// <summary>How large a test is: as usual, or with <c>ASYNC_STD_TEST_SCALE=full</c> as large as was asked for once, by hand.</summary>
public static class Scale
{
    public static int Of(int usual, int full) => Environment.GetEnvironmentVariable("ASYNC_STD_TEST_SCALE") == "full" ? full : usual;
}
