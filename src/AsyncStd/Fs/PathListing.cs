namespace AsyncStd.Fs;

using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Listings as the BCL makes them: a pattern, attributes to leave out, a link to a directory is a directory.</summary>
internal static class PathListing
{
    private const int NoDirectoryOnUnix = 20; // ENOTDIR, in the HResult of what a driver throws

    private const FileAttributes ToldByTheName = FileAttributes.Hidden | FileAttributes.System | FileAttributes.Directory | FileAttributes.ReparsePoint | FileAttributes.Normal;

    private static readonly System.Buffers.SearchValues<char> s_special = System.Buffers.SearchValues.Create("\\\"<>");

    /// <summary>What the BCL's overloads without options mean by that.</summary>
    public static EnumerationOptions OneLevel { get; } = new() { MatchType = MatchType.Win32, AttributesToSkip = 0, IgnoreInaccessible = false };

    private static EnumerationOptions AllLevels { get; } = new()
    {
        MatchType = MatchType.Win32,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
    };

    public static EnumerationOptions Translate(SearchOption option) => option switch
    {
        SearchOption.TopDirectoryOnly => OneLevel,
        SearchOption.AllDirectories => AllLevels,
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, "Allowed are the members of SearchOption."),
    };

    public static async ValueTask<string[]> GetAsync(string path, string pattern, EnumerationOptions options, PathKinds kinds, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        await foreach (string each in EnumerateAsync(path, pattern, options, kinds, cancellationToken).ConfigureAwait(false))
        {
            paths.Add(each);
        }

        return [.. paths];
    }

    public static IAsyncEnumerable<string> EnumerateAsync(string path, string pattern, EnumerationOptions options, PathKinds kinds, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(options);
        if (Path.IsPathRooted(pattern))
        {
            throw new ArgumentException($"The pattern '{pattern}' is a rooted path; allowed is one below '{path}'.", nameof(pattern));
        }

        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The pattern '{pattern.Replace("\0", "\\0", StringComparison.Ordinal)}' contains a NUL, which no name does.", nameof(pattern));
        }

        // A pattern may name directories below: those belong to the path.
        if (Path.GetDirectoryName(pattern) is { Length: > 0 } below)
        {
            path = Path.Join(path, below);
            pattern = Path.GetFileName(pattern);
        }

        pattern = options.MatchType switch
        {
            MatchType.Win32 => pattern is "" or "." or "*.*" ? "*" : FileSystemName.TranslateWin32Expression(Escaped(pattern)),
            MatchType.Simple => pattern,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.MatchType, "Allowed are the members of MatchType."),
        };
        string place = path.Contains("..", StringComparison.Ordinal) ? TwinPath.Resolve(path) : path;
        IAsyncEnumerable<string> paths = Walk(place, pattern, options, kinds, cancellationToken);
        return ReferenceEquals(place, path) ? paths : Shown(paths, place.Length, path);
    }

    /// <summary>Where a backslash is no separator, it and the three letters that stand for wildcards in a translated pattern are letters of names like any other.</summary>
    private static string Escaped(string pattern)
        => Path.DirectorySeparatorChar != '\\' && pattern.AsSpan().ContainsAny(s_special)
            ? pattern.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("<", "\\<", StringComparison.Ordinal)
                .Replace(">", "\\>", StringComparison.Ordinal)
            : pattern;

    /// <summary>The paths begin as the one that was given, also if it went up and was resolved for that.</summary>
    private static async IAsyncEnumerable<string> Shown(
        IAsyncEnumerable<string> paths, int start, string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (string each in paths.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return Path.Join(path, each.AsSpan(start));
        }
    }

    /// <summary>To the BCL what is no directory is one that is not there, where the system tells the two apart.</summary>
    private static async IAsyncEnumerable<DirEntry> BegunAsync(IAsyncEnumerable<DirEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<DirEntry> enumerator = entries.GetAsyncEnumerator(cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            bool any;
            try
            {
                any = await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (IOException e) when (e.HResult == NoDirectoryOnUnix && !OperatingSystem.IsWindows())
            {
                throw new DirectoryNotFoundException(e.Message, e);
            }

            for (; any; any = await enumerator.MoveNextAsync().ConfigureAwait(false))
            {
                yield return enumerator.Current;
            }
        }
    }

    private static async IAsyncEnumerable<string> Walk(
        string path, string pattern, EnumerationOptions options, PathKinds kinds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool ignoreCase = options.MatchCasing == MatchCasing.CaseInsensitive
            || (options.MatchCasing == MatchCasing.PlatformDefault && (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS()));
        var walk = new WalkOptions
        {
            MaxDepth = options.RecurseSubdirectories ? (int)Math.Min(int.MaxValue, options.MaxRecursionDepth + 1L) : 1,
            FollowLinks = true,
            Errors = options.IgnoreInaccessible ? EntryErrors.Skip : EntryErrors.Throw,
            Enter = (options.AttributesToSkip & ToldByTheName & ~FileAttributes.Normal) == 0 ? null : entry => (Attributes(entry, true) & options.AttributesToSkip) == 0,
        };
        var rules = new TwinRules(options.IgnoreInaccessible, options.ReturnSpecialDirectories);
        await foreach (DirEntry entry in BegunAsync(TreeWalk.WalkAsync(path, walk, rules, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            bool isDirectory = entry.FileType == FileType.Directory || (entry.FileType == FileType.SymbolicLink && await LeadsToDirectory(entry, cancellationToken).ConfigureAwait(false));
            if ((kinds & (isDirectory ? PathKinds.Directories : PathKinds.Files)) == 0 || !Matches(pattern, entry.Name, options, ignoreCase))
            {
                continue;
            }

            if (TwinRules.IsSpecial(entry.Name))
            {
                yield return entry.FullPath; // whatever attributes are left out
                continue;
            }

            FileAttributes attributes = Attributes(entry, isDirectory);
            if ((options.AttributesToSkip & ~attributes & ~ToldByTheName) != 0 || OperatingSystem.IsWindows())
            {
                attributes |= await FurtherAttributes(entry, options, cancellationToken).ConfigureAwait(false);
            }

            if ((attributes & options.AttributesToSkip) == 0)
            {
                yield return entry.FullPath;
            }
        }
    }

    private static bool Matches(string pattern, string name, EnumerationOptions options, bool ignoreCase)
        => pattern == "*"
            || (options.MatchType == MatchType.Win32
                ? FileSystemName.MatchesWin32Expression(pattern, name, ignoreCase)
                : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase));

    /// <summary>What name and kind tell: on Unix all of it but read-only.</summary>
    private static FileAttributes Attributes(in DirEntry entry, bool isDirectory)
        => (isDirectory ? FileAttributes.Directory : 0)
            | (entry.FileType == FileType.SymbolicLink ? FileAttributes.ReparsePoint : 0)
            | (!OperatingSystem.IsWindows() && entry.Name.StartsWith('.') ? FileAttributes.Hidden : 0);

    private static async ValueTask<FileAttributes> FurtherAttributes(DirEntry entry, EnumerationOptions options, CancellationToken cancellationToken)
    {
        if (options.AttributesToSkip == 0)
        {
            return 0;
        }

        try
        {
            return (await entry.MetadataAsync(cancellationToken).ConfigureAwait(false)).Attributes;
        }
        catch (FileNotFoundException)
        {
            return 0; // gone by now
        }
    }

    private static async ValueTask<bool> LeadsToDirectory(DirEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await Driver.Files.TryGetMetadataAsync(entry.FullPath, followLinks: true, cancellationToken).ConfigureAwait(false) is { Kind: FileKind.Directory };
        }
        catch (Exception e) when (TreeWalk.IsOfTheFileSystem(e))
        {
            return false;
        }
    }
}
