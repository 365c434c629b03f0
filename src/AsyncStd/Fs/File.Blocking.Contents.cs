namespace AsyncStd.Fs;

using System.Text;

// The BCL's blocking calls for whole files.
public sealed partial class File
{
    /// <inheritdoc cref="System.IO.File.ReadAllText(string)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string ReadAllText(string path)
    {
        using (BlockingTwin.Enter(nameof(ReadAllText)))
        {
            return System.IO.File.ReadAllText(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadAllText(string, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string ReadAllText(string path, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(ReadAllText)))
        {
            return System.IO.File.ReadAllText(path, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllText(string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllText(string path, string? contents)
    {
        using (BlockingTwin.Enter(nameof(WriteAllText)))
        {
            System.IO.File.WriteAllText(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllText(string, ReadOnlySpan{char})"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllText(string path, ReadOnlySpan<char> contents)
    {
        using (BlockingTwin.Enter(nameof(WriteAllText)))
        {
            System.IO.File.WriteAllText(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllText(string, string, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllText(string path, string? contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(WriteAllText)))
        {
            System.IO.File.WriteAllText(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllText(string path, ReadOnlySpan<char> contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(WriteAllText)))
        {
            System.IO.File.WriteAllText(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadAllBytes(string)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadAllBytesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static byte[] ReadAllBytes(string path)
    {
        using (BlockingTwin.Enter(nameof(ReadAllBytes)))
        {
            return System.IO.File.ReadAllBytes(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllBytes(string, byte[])"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllBytesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllBytes(string path, byte[] bytes)
    {
        using (BlockingTwin.Enter(nameof(WriteAllBytes)))
        {
            System.IO.File.WriteAllBytes(path, bytes);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllBytes(string, ReadOnlySpan{byte})"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllBytesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using (BlockingTwin.Enter(nameof(WriteAllBytes)))
        {
            System.IO.File.WriteAllBytes(path, bytes);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllBytes(string, byte[])"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllBytesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllBytes(string path, byte[] bytes)
    {
        using (BlockingTwin.Enter(nameof(AppendAllBytes)))
        {
            System.IO.File.AppendAllBytes(path, bytes);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllBytes(string, ReadOnlySpan{byte})"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllBytesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using (BlockingTwin.Enter(nameof(AppendAllBytes)))
        {
            System.IO.File.AppendAllBytes(path, bytes);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadAllLines(string)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] ReadAllLines(string path)
    {
        using (BlockingTwin.Enter(nameof(ReadAllLines)))
        {
            return System.IO.File.ReadAllLines(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadAllLines(string, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] ReadAllLines(string path, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(ReadAllLines)))
        {
            return System.IO.File.ReadAllLines(path, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadLines(string)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> ReadLines(string path)
    {
        using (BlockingTwin.Enter(nameof(ReadLines)))
        {
            return System.IO.File.ReadLines(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.ReadLines(string, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.ReadLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> ReadLines(string path, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(ReadLines)))
        {
            return System.IO.File.ReadLines(path, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllLines(string, string[])"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllLines(string path, string[] contents)
    {
        using (BlockingTwin.Enter(nameof(WriteAllLines)))
        {
            System.IO.File.WriteAllLines(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllLines(string, IEnumerable{string})"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllLines(string path, IEnumerable<string> contents)
    {
        using (BlockingTwin.Enter(nameof(WriteAllLines)))
        {
            System.IO.File.WriteAllLines(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllLines(string, string[], Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllLines(string path, string[] contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(WriteAllLines)))
        {
            System.IO.File.WriteAllLines(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.WriteAllLines(string, IEnumerable{string}, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.WriteAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void WriteAllLines(string path, IEnumerable<string> contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(WriteAllLines)))
        {
            System.IO.File.WriteAllLines(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllText(string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllText(string path, string? contents)
    {
        using (BlockingTwin.Enter(nameof(AppendAllText)))
        {
            System.IO.File.AppendAllText(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllText(string, ReadOnlySpan{char})"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllText(string path, ReadOnlySpan<char> contents)
    {
        using (BlockingTwin.Enter(nameof(AppendAllText)))
        {
            System.IO.File.AppendAllText(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllText(string, string, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllText(string path, string? contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(AppendAllText)))
        {
            System.IO.File.AppendAllText(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllText(string path, ReadOnlySpan<char> contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(AppendAllText)))
        {
            System.IO.File.AppendAllText(path, contents, encoding);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllLines(string, IEnumerable{string})"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllLines(string path, IEnumerable<string> contents)
    {
        using (BlockingTwin.Enter(nameof(AppendAllLines)))
        {
            System.IO.File.AppendAllLines(path, contents);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendAllLines(string, IEnumerable{string}, Encoding)"/>
    [Obsolete(BlockingTwin.Message + "File.AppendAllLinesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void AppendAllLines(string path, IEnumerable<string> contents, Encoding encoding)
    {
        using (BlockingTwin.Enter(nameof(AppendAllLines)))
        {
            System.IO.File.AppendAllLines(path, contents, encoding);
        }
    }
}
