namespace AsyncStdHostingTests.Harness;

/// <summary>How long a test waits for what must happen.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task WithPatience(this Task task) => task.WaitAsync(Limit);

    public static Task<T> WithPatience<T>(this Task<T> task) => task.WaitAsync(Limit);
}
