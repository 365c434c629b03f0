namespace AsyncStd.Net;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;

/// <summary>What each operation of this module looks at first.</summary>
internal static class Leaf
{
    /// <summary>The network for an operation that is about to begin: making a socket waits for nothing, and would not hear of a scope at all.</summary>
    /// <exception cref="OperationCanceledException">The scope of the running code was asked to stop.</exception>
    public static INetwork Network => Refusal is { } refusal ? throw refusal : Ambient.ForLeaf.Network;

    /// <summary>Why the running code must not begin anything: its scope was asked to stop. Null if it may. A driver looks at tokens only, and hears of
    /// scopes only once it waits.</summary>
    public static Exception? Refusal
    {
        get
        {
            try
            {
                JoinHandle.ThrowIfCurrentIsCancelled();
                return null;
            }
            catch (OperationCanceledException e)
            {
                return e;
            }
        }
    }
}
