namespace AsyncStd.Task;

/// <summary>Runs branches of several types, and puts their results together.</summary>
internal static class Gather
{
    public static ValueTask All(in GatheringSettings settings, JoinHandle[] branches)
        => Gathering<Nothing>.RunWithoutResult(settings, branches);

    public static ValueTask<T[]> All<T>(in GatheringSettings settings, JoinHandle[] branches)
        => Gathering<T[]>.Run(settings, branches, static (all, _) => Array.ConvertAll(all, Result<T>));

    public static ValueTask<(T1, T2)> All<T1, T2>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second)
        => Gathering<(T1, T2)>.Run(settings, [first, second], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1])));

    public static ValueTask<(T1, T2, T3)> All<T1, T2, T3>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third)
        => Gathering<(T1, T2, T3)>.Run(settings, [first, second, third], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2])));

    public static ValueTask<(T1, T2, T3, T4)> All<T1, T2, T3, T4>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth)
        => Gathering<(T1, T2, T3, T4)>.Run(settings, [first, second, third, fourth], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2]), Result<T4>(all[3])));

    public static ValueTask<(T1, T2, T3, T4, T5)> All<T1, T2, T3, T4, T5>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth)
        => Gathering<(T1, T2, T3, T4, T5)>.Run(settings, [first, second, third, fourth, fifth], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2]), Result<T4>(all[3]), Result<T5>(all[4])));

    public static ValueTask<(T1, T2, T3, T4, T5, T6)> All<T1, T2, T3, T4, T5, T6>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth)
        => Gathering<(T1, T2, T3, T4, T5, T6)>.Run(settings, [first, second, third, fourth, fifth, sixth], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2]), Result<T4>(all[3]), Result<T5>(all[4]), Result<T6>(all[5])));

    public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> All<T1, T2, T3, T4, T5, T6, T7>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh)
        => Gathering<(T1, T2, T3, T4, T5, T6, T7)>.Run(settings, [first, second, third, fourth, fifth, sixth, seventh], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2]), Result<T4>(all[3]), Result<T5>(all[4]), Result<T6>(all[5]), Result<T7>(all[6])));

    public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> All<T1, T2, T3, T4, T5, T6, T7, T8>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, JoinHandle<T8> eighth)
        => Gathering<(T1, T2, T3, T4, T5, T6, T7, T8)>.Run(settings, [first, second, third, fourth, fifth, sixth, seventh, eighth], static (all, _) => (Result<T1>(all[0]), Result<T2>(all[1]), Result<T3>(all[2]), Result<T4>(all[3]), Result<T5>(all[4]), Result<T6>(all[5]), Result<T7>(all[6]), Result<T8>(all[7])));

    /// <summary>Waits for the one that wins.</summary>
    public static ValueTask First(in GatheringSettings settings, JoinHandle[] branches)
        => Gathering<Nothing>.RunWithoutResult(settings, branches);

    /// <inheritdoc cref="First"/>
    public static ValueTask<T> First<T>(in GatheringSettings settings, JoinHandle[] branches)
        => Gathering<T>.Run(settings, branches, static (all, winner) => Result<T>(all[winner]));

    /// <summary>Tells which one wins.</summary>
    public static ValueTask<int> Select(in GatheringSettings settings, JoinHandle[] branches)
        => Gathering<int>.Run(settings, branches, static (_, winner) => winner);

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2>> Select<T1, T2>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second)
        => Gathering<Selected<T1, T2>>.Run(settings, [first, second], static (all, winner) => new Selected<T1, T2>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3>> Select<T1, T2, T3>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third)
        => Gathering<Selected<T1, T2, T3>>.Run(settings, [first, second, third], static (all, winner) => new Selected<T1, T2, T3>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3, T4>> Select<T1, T2, T3, T4>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth)
        => Gathering<Selected<T1, T2, T3, T4>>.Run(settings, [first, second, third, fourth], static (all, winner) => new Selected<T1, T2, T3, T4>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3, T4, T5>> Select<T1, T2, T3, T4, T5>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth)
        => Gathering<Selected<T1, T2, T3, T4, T5>>.Run(settings, [first, second, third, fourth, fifth], static (all, winner) => new Selected<T1, T2, T3, T4, T5>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3, T4, T5, T6>> Select<T1, T2, T3, T4, T5, T6>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth)
        => Gathering<Selected<T1, T2, T3, T4, T5, T6>>.Run(settings, [first, second, third, fourth, fifth, sixth], static (all, winner) => new Selected<T1, T2, T3, T4, T5, T6>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7>> Select<T1, T2, T3, T4, T5, T6, T7>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh)
        => Gathering<Selected<T1, T2, T3, T4, T5, T6, T7>>.Run(settings, [first, second, third, fourth, fifth, sixth, seventh], static (all, winner) => new Selected<T1, T2, T3, T4, T5, T6, T7>(winner, all[winner]));

    /// <inheritdoc cref="Select(in GatheringSettings, JoinHandle[])"/>
    public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7, T8>> Select<T1, T2, T3, T4, T5, T6, T7, T8>(in GatheringSettings settings, JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, JoinHandle<T8> eighth)
        => Gathering<Selected<T1, T2, T3, T4, T5, T6, T7, T8>>.Run(settings, [first, second, third, fourth, fifth, sixth, seventh, eighth], static (all, winner) => new Selected<T1, T2, T3, T4, T5, T6, T7, T8>(winner, all[winner]));

    private static T Result<T>(JoinHandle branch) => ((JoinHandle<T>)branch).GetResult();
}
