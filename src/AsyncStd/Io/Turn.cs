namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>The budget of streams that never wait: without it a loop over one of them would keep a worker to itself.</summary>
internal static class Turn
{
    /// <summary>Takes a unit of the running slice; false: give way first.</summary>
    public static bool TryTake() => Slice.TryConsume();

    /// <summary>Goes behind everything else that is ready.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
    public static YieldNowAwaitable Give() => default;

    /// <summary>Gives way if the slice has nothing left.</summary>
    public static ValueTask Take() => TryTake() ? default : GiveAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask GiveAsync() => await Give();
}
