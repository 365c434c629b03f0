namespace AsyncStdStress.Harness;

using System.Reflection;

/// <summary>What a scenario must not leave behind: callbacks on tokens that live on, and objects that something still holds.</summary>
/// <remarks>The objects are sampled, and held weakly. They are looked for when the runtimes that had them are gone.</remarks>
internal sealed class Leftovers
{
    private const int SampleEvery = 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly List<WeakReference> _samples = [];
    private int _seen;

    /// <summary>Any thread: such an object is about to be used.</summary>
    public void Sample(object? candidate)
    {
        if (candidate is not null && Interlocked.Increment(ref _seen) % SampleEvery == 0)
        {
            lock (_samples)
            {
                _samples.Add(new WeakReference(candidate));
            }
        }
    }

    /// <summary>Fails if a sampled object is still there. What the round itself holds of the last runtime is let go first.</summary>
    public void CheckCollected(Round round)
    {
        round.Details = null;
        round.Watched = null;
        WeakReference[] samples;
        lock (_samples)
        {
            samples = [.. _samples];
            _samples.Clear();
        }

        // A thread of the pool may still be on its way out of the last slice that it ran.
        bool gone = SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !samples.Any(sample => sample.IsAlive);
            },
            s_patience);
        round.Check(gone, $"{samples.Count(sample => sample.IsAlive)} of {samples.Length} sampled objects are still held: {samples.FirstOrDefault(sample => sample.IsAlive)?.Target}");
    }

    /// <summary>Fails if a callback is registered on a token whose users have all ended.</summary>
    public static void CheckNoCallbacks(Round round, CancellationTokenSource source)
        => round.Check(SpinWait.SpinUntil(() => CountCallbacks(source) == 0, s_patience), $"{CountCallbacks(source)} callbacks are still registered on a token");

    /// <summary>The BCL does not tell; so its fields are read, and a version in which they have other names is a failure here, not silence.</summary>
    private static int CountCallbacks(CancellationTokenSource source)
    {
        object? registrations = Field(typeof(CancellationTokenSource), "_registrations").GetValue(source);
        int count = 0;
        if (registrations is not null)
        {
            object? node = Field(registrations.GetType(), "Callbacks").GetValue(registrations);
            for (; node is not null; node = Field(node.GetType(), "Next").GetValue(node))
            {
                count++;
            }
        }

        return count;
    }

    private static FieldInfo Field(Type type, string name)
        => type.GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingFieldException(type.FullName, name);
}
