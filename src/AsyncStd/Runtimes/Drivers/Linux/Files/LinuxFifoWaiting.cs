namespace AsyncStd.Runtimes.Drivers;

/// <summary>The loop of a wait for the other end of a fifo.</summary>
internal static class LinuxFifoWaiting
{
    public static async ValueTask Run(LinuxFifoWatch watch, int descriptor, bool isWriter, string path, CancellationToken cancellationToken)
    {
        do
        {
            ValueTask<bool> next = watch.Begin(descriptor, path, cancellationToken, out LinuxFifoWatch.Wait wait, out int number);
            try
            {
                // Who came before the watch was set was not told of.
                if (LinuxFifoWatch.IsThere(descriptor, isWriter))
                {
                    wait.TrySetResult(true);
                }

                await next.ConfigureAwait(false);
            }
            finally
            {
                watch.End(wait, number);
            }
        }
        while (!LinuxFifoWatch.IsThere(descriptor, isWriter));
    }
}
