namespace Samples.Tour;

using AsyncStd.Fs;
using Directory = AsyncStd.Fs.Directory;

/// <summary>The folder that was asked for, or a temporary one that is gone afterwards.</summary>
internal sealed class OutputFolder : IAsyncDisposable
{
    private readonly TempDirectory? _temporary;

    private OutputFolder(string path, TempDirectory? temporary) => (Path, _temporary) = (path, temporary);

    public string Path { get; }

    public static async Task<OutputFolder> CreateAsync(string? path)
    {
        if (path is not null)
        {
            await Directory.CreateAllAsync(path);
            return new OutputFolder(path, null);
        }

        var temporary = await TempDirectory.CreateAsync(prefix: "async-std-tour-");

        return new OutputFolder(temporary.Path, temporary);
    }

    public ValueTask DisposeAsync() => _temporary?.DisposeAsync() ?? ValueTask.CompletedTask;
}
