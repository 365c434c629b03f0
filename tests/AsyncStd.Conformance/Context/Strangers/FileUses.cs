namespace AsyncStdConformance.Context.Strangers;

using AsyncStd.Fs;
using AsyncStdConformance.Files;
using Directory = AsyncStd.Fs.Directory;
using File = AsyncStd.Fs.File;

/// <summary>What the library does with somebody's file system.</summary>
internal static class FileUses
{
    private static readonly string[] s_lines = ["one", "two", "three"];

    public static IReadOnlyDictionary<string, Func<Witness, Folder, Task>> All { get; } = new Dictionary<string, Func<Witness, Folder, Task>>
    {
        ["reading whole files"] = async (witness, folder) =>
        {
            string path = folder.File("file", "one\ntwo\n");
            await witness.Ends(File.ReadAsync(path));
            await witness.Ends(File.ReadToStringAsync(path));
            await witness.Ends(File.ReadAllTextAsync(path));
            await witness.Ends(File.ReadAllLinesAsync(path));
            await Drain(File.ReadLinesAsync(path), witness);
        },
        ["writing whole files"] = async (witness, folder) =>
        {
            await witness.Ends(File.WriteAsync(folder["file"], "text"));
            await witness.Ends(File.WriteAllTextAsync(folder["file"], "text"));
            await witness.Ends(File.WriteAllLinesAsync(folder["file"], s_lines));
            await witness.Ends(File.AppendAllTextAsync(folder["file"], "text"));
            await witness.Ends(File.AppendAllLinesAsync(folder["file"], s_lines));
            await witness.Ends(File.AppendAllBytesAsync(folder["file"], new byte[8]));
        },
        ["writing at once"] = async (witness, folder) =>
        {
            await witness.Ends(File.WriteAtomicAsync(folder["file"], "text"));
            await witness.Ends(File.WriteAtomicAsync(folder["file"], new byte[8]));
        },
        ["an open file"] = UseFile,
        ["an open file, copied"] = async (witness, folder) =>
        {
            await using File source = await witness.Ends(File.OpenReadAsync(folder.File("source", "some text")));
            await using File destination = await witness.Ends(File.CreateAsync(folder["destination"]));
            await witness.Ends(source.CopyToAsync(destination));
            await witness.Ends(source.CopyToAsync(new PlainStream(witness)));
        },
        ["paths"] = async (witness, folder) =>
        {
            string path = folder.File("file", "text");
            await witness.Ends(File.CopyAsync(path, folder["copy"]));
            await witness.Ends(File.MoveAsync(folder["copy"], folder["moved"]));
            await witness.Ends(File.MoveAsync(folder["moved"], folder["moved again"], overwrite: true));
            await witness.Ends(File.ExistsAsync(path));
            await witness.Ends(File.MetadataAsync(path));
            await witness.Ends(File.GetAttributesAsync(path));
            await witness.Ends(File.GetLastWriteTimeAsync(path));
            await witness.Ends(File.SetLastWriteTimeAsync(path, DateTime.UnixEpoch));
            await witness.Ends(File.SetPermissionsAsync(path, new Permissions(isReadOnly: true)));
            await witness.Ends(File.DeleteAsync(path));
        },
        ["links"] = async (witness, folder) =>
        {
            await witness.Ends(File.CreateSymbolicLinkAsync(folder["link"], folder.File("file")));
            await witness.Ends(File.ResolveLinkTargetAsync(folder["link"], returnFinalTarget: true));
            await witness.Ends(File.ReadLinkAsync(folder["link"]));
            await witness.Ends(Directory.CreateSymbolicLinkAsync(folder["link of a directory"], folder.Directory("directory")));
            await witness.Ends(Directory.ResolveLinkTargetAsync(folder["link of a directory"], returnFinalTarget: false));
        },
        ["what is temporary"] = async (witness, folder) =>
        {
            TempFile file = await witness.Ends(TempFile.CreateAsync(folder.Path));
            await witness.Ends(file.PersistAsync(folder["kept"]));
            await witness.Ends(file.DisposeAsync());
            await witness.Ends((await witness.Ends(TempFile.CreateAsync(folder.Path))).DisposeAsync());
            await witness.Ends((await witness.Ends(TempDirectory.CreateAsync(folder.Path))).DisposeAsync());
        },
        ["directories"] = async (witness, folder) =>
        {
            await witness.Ends(Directory.CreateAllAsync(folder["a/b/c"]));
            await witness.Ends(Directory.CreateDirectoryAsync(folder["a/b/d"]));
            await witness.Ends(Directory.MoveAsync(folder["a/b/d"], folder["a/e"]));
            await witness.Ends(Directory.ExistsAsync(folder["a/e"]));
            await witness.Ends(Directory.DeleteAsync(folder["a/e"]));
            await witness.Ends(Directory.SyncAsync(folder["a"]));
            await witness.Ends(Directory.RemoveAllAsync(folder["a"]));
        },
        ["listings"] = async (witness, folder) =>
        {
            string tree = Tree(folder);
            await Drain(Directory.ReadAsync(tree), witness);
            await Drain(Directory.EnumerateFilesAsync(tree, "*", SearchOption.AllDirectories), witness);
            await witness.Ends(Directory.GetFileSystemEntriesAsync(tree));
        },
        ["a walk"] = async (witness, folder) => await Drain(Directory.WalkAsync(Tree(folder), new WalkOptions { FollowLinks = true }), witness),
        ["a parallel walk"] = async (witness, folder) => await witness.Ends(Directory.WalkParallelAsync(Tree(folder), _ => witness.Do("visit"))),
        ["removing a tree"] = async (witness, folder) => await witness.Ends(Directory.RemoveAllAsync(Tree(folder))),
    };

    private static async Task UseFile(Witness witness, Folder folder)
    {
        File file = await witness.Ends(File.OpenAsync(folder["file"], FileMode.Create, FileAccess.ReadWrite));
        await witness.Ends(file.WriteAsync(new byte[100]));
        await witness.Ends(file.WriteAtAsync(new byte[100], 50));
        await witness.Ends(file.FlushAsync());
        await witness.Ends(file.SyncAllAsync());
        await witness.Ends(file.SeekAsync(10, SeekOrigin.Begin));
        await witness.Ends(file.ReadAsync(new byte[10]));
        await witness.Ends(file.ReadAtAsync(new byte[10], 0));
        await witness.Ends(file.LengthAsync());
        await witness.Ends(file.SetLenAsync(20));
        await witness.Ends(file.MetadataAsync());
        await witness.Ends(file.SetPermissionsAsync(new Permissions(isReadOnly: false)));
        await witness.Ends(file.DisposeAsync());
    }

    private static string Tree(Folder folder)
    {
        string tree = folder.Directory("tree");
        folder.Directory("tree/first/within");
        folder.Directory("tree/second");
        folder.File("tree/first/file");
        folder.File("tree/first/within/file");
        folder.File("tree/second/file");
        System.IO.Directory.CreateSymbolicLink(folder["tree/link"], folder["tree/second"]);
        return tree;
    }

    private static async Task Drain<T>(IAsyncEnumerable<T> items, Witness witness)
    {
        await foreach (T _ in items)
        {
            witness.Here("the loop");
        }
    }
}
