namespace AsyncStdTests.Net;

using AsyncStd.Net;
using AsyncStd.Runtimes;
using AsyncStdTests.Runtimes;
using AsyncStdTests.Runtimes.Executors;

/// <summary>The files that Unix sockets leave, and do not leave, where the Linux driver removes them itself.</summary>
public sealed class UnixPathTests
{
    [LinuxFact]
    public void A_path_that_another_socket_has_taken_over_stays_until_that_one_is_disposed()
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_IO", "epoll")).ThreadCount(1).Build();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        (bool afterFirst, bool afterSecond) = runtime.BlockOn(async () =>
        {
            UnixDatagram first = await UnixDatagram.BindAsync(path);
            File.Delete(path); // as a successor does
            UnixDatagram second = await UnixDatagram.BindAsync(path);

            first.Dispose();
            bool isThere = File.Exists(path);
            second.Dispose();
            return (isThere, File.Exists(path));
        });

        afterFirst.ShouldBeTrue();
        afterSecond.ShouldBeFalse();
    }

    [LinuxFact]
    public void A_name_that_looks_like_an_abstract_one_is_removed_as_well()
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_IO", "epoll")).ThreadCount(1).Build();
        string path = "@" + Path.GetRandomFileName(); // a file of this folder, whose name begins with a character that abstract names are shown with
        bool isThere = runtime.BlockOn(async () =>
        {
            (await UnixDatagram.BindAsync(path)).Dispose();
            return File.Exists(path);
        });

        isThere.ShouldBeFalse();
    }
}
