namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using System.Text;
using Task = System.Threading.Tasks.Task;

// Whole files as text.
public sealed partial class File
{
    private const int TextBufferSize = 32 * 1024;

    /// <summary>From this length on, in bytes, lines are made as the file is read: its text must not be longer than a string can be.</summary>
    private const int LargestTextOfLines = 256 * 1024 * 1024;

    /// <summary>Reads a whole file that must be UTF-8: a byte that is not fails the call, and a mark at the start is a character like any other.
    /// <see cref="ReadAllTextAsync(string, CancellationToken)"/> guesses and replaces instead.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message says where.</exception>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async ValueTask<string> ReadToStringAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var contents = new FileContents(path, isRented: true);
        await Driver.Files.ReadFileAsync(path, contents, cancellationToken).ConfigureAwait(false);
        try
        {
            return TextFormat.Strict.GetString(contents.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"Reading '{path}' as text failed: it is not UTF-8 at byte {e.Index}.", e);
        }
        finally
        {
            contents.Return();
        }
    }

    /// <summary>Twin of <c>System.IO.File.ReadAllText</c>: UTF-8, or what a mark at the start says; what is neither is replaced.</summary>
    /// <returns>The text.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static Task<string> ReadAllTextAsync(string path, CancellationToken cancellationToken = default) => ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.ReadAllText</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">What it is, unless a mark at the start says otherwise.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The text.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static Task<string> ReadAllTextAsync(string path, Encoding encoding, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoding);
        return ReadTextAsync(TwinPath.Resolve(path), encoding, new FileContents(path, isRented: true), cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.ReadAllLines</c>: UTF-8, or what a mark at the start says.</summary>
    /// <returns>The lines, without their ends.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static Task<string[]> ReadAllLinesAsync(string path, CancellationToken cancellationToken = default) => ReadAllLinesAsync(path, Encoding.UTF8, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.ReadAllLines</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">What it is, unless a mark at the start says otherwise.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The lines, without their ends.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async Task<string[]> ReadAllLinesAsync(string path, Encoding encoding, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoding);
        var lines = new List<string>();
        var contents = new FileContents(path, isRented: true, LargestTextOfLines);
        try
        {
            using var reader = new StringReader(await ReadTextAsync(TwinPath.Resolve(path), encoding, contents, cancellationToken).ConfigureAwait(false));
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }
        catch (IOException) when (contents.IsTooLong)
        {
            await foreach (string line in ReadLinesAsync(path, encoding, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line);
            }
        }

        return [.. lines];
    }

    /// <summary>Twin of <c>System.IO.File.ReadLines</c>: UTF-8, or what a mark at the start says. The file is opened by the enumeration, and read as it goes on.</summary>
    /// <returns>The lines, without their ends.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static IAsyncEnumerable<string> ReadLinesAsync(string path, CancellationToken cancellationToken = default) => ReadLinesAsync(path, Encoding.UTF8, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.ReadLines</c>. The file is opened by the enumeration, and read as it goes on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">What it is, unless a mark at the start says otherwise.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The lines, without their ends.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static IAsyncEnumerable<string> ReadLinesAsync(string path, Encoding encoding, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(encoding);
        return Lines(TwinPath.Resolve(path), encoding, cancellationToken);

        static async IAsyncEnumerable<string> Lines(string path, Encoding encoding, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await using File file = await OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, TextBufferSize, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                yield return line;
            }
        }
    }

    /// <summary>Twin of <c>System.IO.File.WriteAllText</c>: UTF-8 without a mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The text; null is none.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllTextAsync(string path, string? contents, CancellationToken cancellationToken = default)
        => WriteAllTextAsync(path, contents.AsMemory(), TextFormat.Default, cancellationToken);

    /// <inheritdoc cref="WriteAllTextAsync(string, string?, CancellationToken)"/>
    public static Task WriteAllTextAsync(string path, ReadOnlyMemory<char> contents, CancellationToken cancellationToken = default)
        => WriteAllTextAsync(path, contents, TextFormat.Default, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.WriteAllText</c>: with the encoding's mark, if it has one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The text; null is none.</param>
    /// <param name="encoding">How it is written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllTextAsync(string path, string? contents, Encoding encoding, CancellationToken cancellationToken = default)
        => WriteAllTextAsync(path, contents.AsMemory(), encoding, cancellationToken);

    /// <inheritdoc cref="WriteAllTextAsync(string, string?, Encoding, CancellationToken)"/>
    public static Task WriteAllTextAsync(string path, ReadOnlyMemory<char> contents, Encoding encoding, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoding);
        return WriteText(TwinPath.Resolve(path), contents, encoding, s_replaceContents, cancellationToken).AsTask();
    }

    /// <summary>Twin of <c>System.IO.File.WriteAllLines</c>: UTF-8 without a mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The lines; they are taken as they are written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllLinesAsync(string path, IEnumerable<string> contents, CancellationToken cancellationToken = default)
        => WriteAllLinesAsync(path, contents, TextFormat.Default, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.WriteAllLines</c>: with the encoding's mark, if it has one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The lines; they are taken as they are written.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task WriteAllLinesAsync(string path, IEnumerable<string> contents, Encoding encoding, CancellationToken cancellationToken = default)
        => WriteLines(path, contents, encoding, s_createText, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.AppendAllText</c>: UTF-8.</summary>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="contents">The text; null is none.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllTextAsync(string path, string? contents, CancellationToken cancellationToken = default)
        => AppendAllTextAsync(path, contents.AsMemory(), TextFormat.Default, cancellationToken);

    /// <inheritdoc cref="AppendAllTextAsync(string, string?, CancellationToken)"/>
    public static Task AppendAllTextAsync(string path, ReadOnlyMemory<char> contents, CancellationToken cancellationToken = default)
        => AppendAllTextAsync(path, contents, TextFormat.Default, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.AppendAllText</c>: an empty file gets the encoding's mark, if it has one.</summary>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="contents">The text; null is none.</param>
    /// <param name="encoding">How it is written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllTextAsync(string path, string? contents, Encoding encoding, CancellationToken cancellationToken = default)
        => AppendAllTextAsync(path, contents.AsMemory(), encoding, cancellationToken);

    /// <inheritdoc cref="AppendAllTextAsync(string, string?, Encoding, CancellationToken)"/>
    public static Task AppendAllTextAsync(string path, ReadOnlyMemory<char> contents, Encoding encoding, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoding);
        path = TwinPath.Resolve(path);
        return encoding.Preamble.IsEmpty
            ? WriteText(path, contents, encoding, s_appendContents, cancellationToken).AsTask()
            : Append(path, contents, encoding, cancellationToken);

        static async Task Append(string path, ReadOnlyMemory<char> contents, Encoding encoding, CancellationToken cancellationToken)
        {
            await using File file = await s_appendText.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            bool isEmpty = await file.LengthAsync(cancellationToken).ConfigureAwait(false) == 0;
            await TextFormat.WriteAsync(file, contents, encoding, isEmpty, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Twin of <c>System.IO.File.AppendAllLines</c>: UTF-8.</summary>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="contents">The lines; they are taken as they are written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllLinesAsync(string path, IEnumerable<string> contents, CancellationToken cancellationToken = default)
        => AppendAllLinesAsync(path, contents, TextFormat.Default, cancellationToken);

    /// <summary>Twin of <c>System.IO.File.AppendAllLines</c>: an empty file gets the encoding's mark, if it has one.</summary>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="contents">The lines; they are taken as they are written.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task AppendAllLinesAsync(string path, IEnumerable<string> contents, Encoding encoding, CancellationToken cancellationToken = default)
        => WriteLines(path, contents, encoding, s_appendText, cancellationToken);

    private static async Task<string> ReadTextAsync(string path, Encoding encoding, FileContents contents, CancellationToken cancellationToken)
    {
        await Driver.Files.ReadFileAsync(path, contents, cancellationToken).ConfigureAwait(false);
        string text = TextFormat.Decode(contents.Span, encoding);
        contents.Return();
        return text;
    }

    private static Task WriteLines(string path, IEnumerable<string> lines, Encoding encoding, OpenOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(encoding);
        path = TwinPath.Resolve(path);
        return Write();

        async Task Write()
        {
            await using File file = await options.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            var writer = new StreamWriter(file, encoding, TextBufferSize, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                foreach (string line in lines)
                {
                    await writer.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
