namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using File = AsyncStd.Fs.File;

/// <summary>What looks like a file and is none: the kernel's log of a trace, which has no offsets and makes its reader wait.</summary>
public sealed class OddFileTests
{
    private const string Instances = "/sys/kernel/tracing/instances";

    [Theory, OnFiles(LackingTraits = Traits.ClosedWorld)]
    public void A_file_without_offsets_is_read_where_it_stands(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            using Trace? trace = Trace.TryMake(folder);
            if (trace is null)
            {
                return;
            }

            await using File file = await File.OpenAsync(trace.Pipe);
            byte[] buffer = new byte[1024];
            for (int i = 0; i < 3; i++)
            {
                trace.Mark($"mark {i}");

                int count = await file.ReadAsync(buffer);

                System.Text.Encoding.UTF8.GetString(buffer, 0, count).ShouldContain($"mark {i}");
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SharedPosition, LackingTraits = Traits.ClosedWorld)]
    public void A_file_that_makes_its_reader_wait_keeps_nobody_else_waiting(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (_, folder) =>
        {
            using Trace? trace = Trace.TryMake(folder);
            if (trace is null)
            {
                return;
            }

            await using File file = await File.OpenAsync(trace.Pipe);
            byte[] buffer = new byte[1024];
            for (int i = 0; i < 3; i++)
            {
                ValueTask<int> reading = file.ReadAsync(buffer); // nothing is there yet, and this task goes on
                trace.Mark($"mark {i}");

                int count = await reading;

                System.Text.Encoding.UTF8.GetString(buffer, 0, count).ShouldContain($"mark {i}");
            }
        });

    [Theory, OnFiles(Having = FileSystemCapabilities.SharedPosition, LackingTraits = Traits.ClosedWorld)]
    public void A_file_without_offsets_fills_several_buffers(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            using Trace? trace = Trace.TryMake(folder);
            if (trace is null)
            {
                return;
            }

            using IFileHandle file = await files.OpenAsync(trace.Pipe, FileOpenOptions.Read, default);
            trace.Mark("mark");

            long count = await file.ReadAtAsync(0, new Memory<byte>[] { new byte[8], new byte[512] }, default);

            count.ShouldBeGreaterThan(0);
        });

    /// <summary>A trace of a test's own, where the system lets it have one.</summary>
    private sealed class Trace : IDisposable
    {
        private readonly string _place;

        private Trace(string place) => _place = place;

        public string Pipe => Path.Join(_place, "trace_pipe");

        public static Trace? TryMake(Folder folder)
        {
            string place = Path.Join(Instances, Path.GetFileName(folder.Path));
            try
            {
                Directory.CreateDirectory(place);
                return new Trace(place);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        public void Mark(string text)
        {
            using FileStream marker = new(Path.Join(_place, "trace_marker"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            marker.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        public void Dispose() => Shell.Run("rmdir", _place);
    }
}
