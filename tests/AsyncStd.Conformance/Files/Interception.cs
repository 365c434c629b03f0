namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;

/// <summary>File systems with a test between them and the library.</summary>
public static class Interception
{
    /// <summary>A file system whose calls the test answers, and with it those of each file that it opens.</summary>
    public static IFileSystem WithFiles(IFileSystem inner, Func<string, Func<object?>, object?> answer)
        => Intercepted<IFileSystem>.Around(
            inner,
            (member, call) => member == nameof(IFileSystem.OpenAsync)
                ? Wrap((ValueTask<IFileHandle>)call()!, handle => Intercepted<IFileHandle>.Around(handle, answer))
                : answer(member, call));

    /// <summary>A file system with directories whose readers' calls the test answers; it is also told of which directory.</summary>
    public static IFileSystem WithDirectories(IFileSystem inner, Func<IDirectoryReader, string, Func<object?>, object?> answer)
    {
        return Intercepted<IFileSystem>.Around(inner, Open(nameof(IFileSystem.OpenDirectoryAsync), static (_, call) => call()));

        Func<string, Func<object?>, object?> Open(string opens, Func<string, Func<object?>, object?> otherwise)
            => (member, call) =>
            {
                object? result = otherwise(member, call);
                return member == opens
                    ? Wrap((ValueTask<IDirectoryReader>)result!, reader => Intercepted<IDirectoryReader>.Around(
                        reader, Open(nameof(IDirectoryReader.OpenDirectoryAsync), (member, call) => answer(reader, member, call))))
                    : result;
            };
    }

    /// <summary>A file system whose directories show their entries as the test changes them.</summary>
    public static IFileSystem WithListings(IFileSystem inner, Func<DirectoryItem, DirectoryItem> change)
    {
        return Intercepted<IFileSystem>.Around(
            inner, (member, call) => member == nameof(IFileSystem.OpenDirectoryAsync) ? Wrap((ValueTask<IDirectoryReader>)call()!, Change) : call());

        IDirectoryReader Change(IDirectoryReader reader) => Intercepted<IDirectoryReader>.Around(
            reader,
            (member, arguments, call) => member == nameof(IDirectoryReader.ReadAsync) ? Changed((Memory<DirectoryItem>)arguments[0]!, (ValueTask<int>)call()!) : call());

        async ValueTask<int> Changed(Memory<DirectoryItem> batch, ValueTask<int> reading)
        {
            int count = await reading;
            for (int i = 0; i < count; i++)
            {
                batch.Span[i] = change(batch.Span[i]);
            }

            return count;
        }
    }

    private static async ValueTask<T> Wrap<T>(ValueTask<T> opening, Func<T, T> around) => around(await opening);
}
