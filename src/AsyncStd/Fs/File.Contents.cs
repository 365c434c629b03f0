namespace AsyncStd.Fs;

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using AsyncStd.Runtimes.Drivers;
using Task = System.Threading.Tasks.Task;

// Whole files as bytes.
public sealed partial class File
{
    private static readonly FileOpenOptions s_replaceContents = FileOpenOptions.Create with { Share = FileShare.Read };
    private static readonly FileOpenOptions s_appendContents = new()
    {
        Access = FileAccess.Write,
        Creation = FileCreation.OpenOrCreate,
        Append = true,
        Share = FileShare.Read,
    };

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The bytes up to the end of the file, whatever length it claimed.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file could not be opened or read, or is larger than an array can be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var contents = new FileContents(path, isRented: false);
        ValueTask<long> pending = Driver.Files.ReadFileAsync(path, contents, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Await(pending, contents);
        }

        _ = pending.Result;
        return new ValueTask<byte[]>(contents.TakeArray());

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<byte[]> Await(ValueTask<long> pending, FileContents contents)
        {
            await pending.ConfigureAwait(false);
            return contents.TakeArray();
        }
    }

    /// <summary>Twin of <c>System.IO.File.ReadAllBytes</c>, and the same as <see cref="ReadAsync(string, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static Task<byte[]> ReadAllBytesAsync(string path, CancellationToken cancellationToken = default) => ReadAsync(TwinPath.Resolve(path), cancellationToken).AsTask();

    /// <summary>Writes a whole file: created if it is missing, emptied if not. A reader may see a part meanwhile; <see cref="WriteAtomicAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// shows it the old or the new contents only.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The bytes; the call's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the bytes are written and the file is closed.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The disk is full, or the file could not be opened, written or closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the file may have been created, emptied, and written in part.</remarks>
    public static ValueTask WriteAsync(string path, ReadOnlyMemory<byte> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.WriteFileAsync(path, contents, FileOpenOptions.Create, cancellationToken);
    }

    /// <summary>Writes a whole file as UTF-8 without a mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The text.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static ValueTask WriteAsync(string path, string contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(contents);
        return WriteText(path, contents.AsMemory(), TextFormat.Default, FileOpenOptions.Create, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.WriteAllBytes</c>: as <see cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>, and nobody may write meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The bytes; the call's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllBytesAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.WriteFileAsync(TwinPath.Resolve(path), bytes, s_replaceContents, cancellationToken).AsTask();
    }

    /// <inheritdoc cref="WriteAllBytesAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllBytesAsync(string path, byte[] bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return WriteAllBytesAsync(path, bytes.AsMemory(), cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.AppendAllBytes</c>: writes at the end of a file, which is created if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The bytes; the call's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllBytesAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.WriteFileAsync(TwinPath.Resolve(path), bytes, s_appendContents, cancellationToken).AsTask();
    }

    /// <inheritdoc cref="AppendAllBytesAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllBytesAsync(string path, byte[] bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return AppendAllBytesAsync(path, bytes.AsMemory(), cancellationToken);
    }

    private static async ValueTask WriteText(string path, ReadOnlyMemory<char> text, Encoding encoding, FileOpenOptions options, CancellationToken cancellationToken)
    {
        if (text.Length > TextFormat.PieceLength)
        {
            await using File file = new(await Driver.Files.OpenAsync(path, options, cancellationToken).ConfigureAwait(false), options.Append, options.Append ? AtTheEnd : 0);
            await TextFormat.WriteAsync(file, text, encoding, withMark: !options.Append, cancellationToken).ConfigureAwait(false);
            return;
        }

        int count = TextFormat.Encode(text.Span, encoding, withMark: !options.Append, out byte[] rented);
        try
        {
            await Driver.Files.WriteFileAsync(path, rented.AsMemory(0, count), options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented); // the driver's until the task ends, and that it has
        }
    }
}
