namespace Samples.Gallery;

using System.Globalization;
using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Process;
using File = AsyncStd.Fs.File;

/// <summary>
/// Prints what is appended to a file, as <c>tail -f</c> does: until Ctrl-C, or for so many lines. The work is done by a stream that waits at
/// the end of its file instead of ending; lines of it are lines as of any stream.
/// </summary>
internal static class LogFollow
{
    public static async Task RunAsync(string[] args)
    {
        (string path, int count) = args switch
        {
            [var name] => (name, int.MaxValue),
            [var name, var lines] when int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out int n) => (name, n),
            _ => throw new UsageException(),
        };

        await using File file = await File.OpenAsync(path);
        await using var growing = new GrowingStream(file);

        // Whichever ends first stops the other.
        await Task.Race(
            async () => await PrintAsync(growing, count),
            async () => await SignalStream.CtrlCAsync());
    }

    private static async Task PrintAsync(GrowingStream growing, int count)
    {
        await foreach (string line in growing.Lines().Take(count))
        {
            await Console.PrintlnAsync(line);
        }
    }

    /// <summary>A file that is being written. One that becomes shorter is read from its beginning again.</summary>
    private sealed class GrowingStream(File file) : AsyncStream
    {
        private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

        private long _position;

        public override bool CanRead => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                int length = await file.ReadAtAsync(buffer, _position, cancellationToken);
                if (length > 0)
                {
                    _position += length;
                    return length;
                }

                await Task.Sleep(s_pause, cancellationToken);
                if ((await file.MetadataAsync(cancellationToken)).Length < _position)
                {
                    _position = 0;
                }
            }
        }
    }
}
