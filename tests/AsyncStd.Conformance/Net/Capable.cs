namespace AsyncStdConformance.Net;

using AsyncStd.Net;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Runs what needs capabilities that not every system has.</summary>
internal static class Capable
{
    /// <summary>Runs a body where the network has the capabilities; Linux has all of them. Elsewhere what is missing must be refused.</summary>
    public static void Run(NetCase on, NetworkCapabilities needed, Func<Runtime, Task> body)
        => on.Run(async runtime =>
        {
            NetworkCapabilities missing = needed & ~runtime.Network.Capabilities;
            if (OperatingSystem.IsLinux())
            {
                missing.ShouldBe(NetworkCapabilities.None);
            }

            if (missing == NetworkCapabilities.None)
            {
                await body(runtime);
            }
            else
            {
                await IsRefusedAsync(missing);
            }
        });

    private static async Task IsRefusedAsync(NetworkCapabilities missing)
    {
        if ((missing & NetworkCapabilities.UnixStreams) != 0)
        {
            await Should.ThrowAsync<NotSupportedException>(async () => await UnixListener.BindAsync(Path.GetTempFileName()));
        }

        if ((missing & NetworkCapabilities.UnixDatagrams) != 0)
        {
            await Should.ThrowAsync<NotSupportedException>(async () => await UnixDatagram.UnboundAsync());
        }

        if ((missing & NetworkCapabilities.SocketPairs) != 0)
        {
            await Should.ThrowAsync<NotSupportedException>(async () => await UnixStream.PairAsync());
        }
    }
}
