namespace Samples.Tour;

using System.Collections.Concurrent;
using System.IO.Enumeration;
using AsyncStd.Fs;
using AsyncStd.Prelude;
using Directory = System.IO.Directory;

/// <summary>Finds the files below the folders.</summary>
internal sealed class WalkStage(IReadOnlyList<string> folders, int maxFiles, Findings findings) : Stage
{
    public override string Name => "walk";

    public override string Unit => "files";

    public override string BlockingForm => "FileSystemEnumerable";

    public override string AsyncStdForm => "Directory.WalkParallelAsync";

    public override async Task<string> RunAsync(Progress progress)
    {
        var rules = new WalkOptions { Enter = folder => TreeRules.Enters(folder.Name), Errors = EntryErrors.Skip };
        var files = new ConcurrentQueue<string>();
        foreach (var folder in folders)
        {
            await Directory.WalkParallelAsync(folder, Visit, rules); // several folders are listed at a time
        }

        return Take([.. files]);

        ValueTask Visit(DirEntry entry)
        {
            if (entry.FileType == FileType.File)
            {
                files.Enqueue(entry.FullPath);
                progress.Add();
            }

            return ValueTask.CompletedTask;
        }
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        var options = new EnumerationOptions
        {
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
            RecurseSubdirectories = true,
        };
        var files = new List<string>();
        foreach (var folder in folders)
        {
            var tree = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToSpecifiedFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
                ShouldRecursePredicate = (ref entry) => TreeRules.Enters(entry.FileName),
            };
            foreach (var file in tree)
            {
                stop.ThrowIfCancellationRequested();
                files.Add(file);
                progress.Add();
            }
        }

        return Take(files);
    }

    private string Take(List<string> files)
    {
        findings.Files = TreeRules.Take(files, maxFiles);

        return findings.Files.Count == files.Count
            ? $"{files.Count:N0} files"
            : $"{files.Count:N0} files, the first {maxFiles:N0} are taken (--files)";
    }
}
