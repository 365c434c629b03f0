namespace AsyncStdHostingTests.Harness;

/// <summary>Waits until a count goes no further.</summary>
internal static class Standstill
{
    private const int Looks = 20;

    /// <returns>The count that was seen at twenty looks in a row, 25 ms apart, and is not 0. A test that reads it too early only sees less than there may be.</returns>
    public static async Task<long> OfAsync(Func<long> count)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        long seen = 0;
        for (int same = 0; same < Looks;)
        {
            await Task.Delay(25, limit.Token);
            long now = count();
            same = now == seen && now != 0 ? same + 1 : 0;
            seen = now;
        }

        return seen;
    }
}
