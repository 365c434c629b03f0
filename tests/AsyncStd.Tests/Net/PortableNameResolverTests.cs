namespace AsyncStdTests.Net;

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Packaging;
using AsyncStdTests.Repository;
using AsyncStdTests.Runtimes;

/// <summary>The system's resolver while it blocks.</summary>
[Collection(ChangedEnvironmentCollection.Name)]
public sealed class PortableNameResolverTests
{
    private const string Aliases = "HOSTALIASES";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [LinuxX64Fact]
    public async Task A_look_up_that_blocks_is_abandoned_at_once_when_it_is_cancelled()
    {
        using var folder = new TemporaryFolder();
        string pipe = folder.PathOf("aliases");
        MakePipe(pipe, 0b110_000_000).ShouldBe(0);
        SetVariable(Aliases, pipe, 1).ShouldBe(0); // the resolver opens it before it asks anybody, and waits for somebody to write
        try
        {
            using Runtime runtime = TestRuntime.Builder().Configure(options => options.Io = IoKind.Portable).Build();
            using var source = new CancellationTokenSource();
            Task<IReadOnlyList<IPAddress>> lookUp = runtime.BlockOn(
                () => Task.FromResult(runtime.Network.Names.ResolveAsync("nodots", AddressFamily.Unspecified, source.Token).AsTask()));
            SpinWait.SpinUntil(WaitsForPartner, s_patience).ShouldBeTrue("a thread waits in the resolver");
            lookUp.IsCompleted.ShouldBeFalse();

            await source.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(lookUp.WaitAsync(s_patience));
            WaitsForPartner().ShouldBeTrue("the look-up goes on, and nobody waits for it");
            await using FileStream writer = File.OpenWrite(pipe); // lets it go
        }
        finally
        {
            RemoveVariable(Aliases);
        }
    }

    /// <summary>Whether a thread waits for somebody to open the other end of a named pipe, see wchan in proc(5).</summary>
    private static bool WaitsForPartner() => Directory.GetDirectories("/proc/self/task").Any(static thread =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "wchan")) is "wait_for_partner" or "fifo_open";
        }
        catch (IOException)
        {
            return false; // the thread has ended meanwhile
        }
    });

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetVariable([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv")]
    private static extern int RemoveVariable([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
