namespace AsyncStd.Fs;

/// <summary>A part of a path: what it is, and its text.</summary>
/// <example><code>
/// foreach (PathComponent part in Path.Components("/usr//share/./doc"))
/// {
///     Console.WriteLine($"{part.Kind} {part}");
/// }
/// </code></example>
public readonly struct PathComponent : IEquatable<PathComponent>
{
    private readonly string? _path;
    private readonly int _start;
    private readonly int _length;

    internal PathComponent(PathComponentKind kind, string path, int start, int length) => (Kind, _path, _start, _length) = (kind, path, start, length);

    /// <summary>What it is.</summary>
    public PathComponentKind Kind { get; }

    /// <summary>Where it ends in the path.</summary>
    internal int End => _start + _length;

    internal int Start => _start;

    /// <summary>Whether two parts are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(PathComponent left, PathComponent right) => left.Equals(right);

    /// <summary>Whether two parts differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(PathComponent left, PathComponent right) => !left.Equals(right);

    /// <summary>The text, without a copy.</summary>
    /// <returns>A part of the path.</returns>
    public ReadOnlySpan<char> AsSpan() => _path.AsSpan(_start, _length);

    /// <summary>The text.</summary>
    /// <returns>The part of the path, alone.</returns>
    public override string ToString() => AsSpan().ToString();

    /// <summary>Whether another part is of the same kind and has the same text; either separator is a root, and on Windows case does not matter in a prefix.</summary>
    /// <param name="other">The other part.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Equals(PathComponent other) => Kind == other.Kind && Kind switch
    {
        PathComponentKind.Root => true,
        PathComponentKind.Prefix => AsSpan().Equals(other.AsSpan(), StringComparison.OrdinalIgnoreCase),
        _ => AsSpan().SequenceEqual(other.AsSpan()),
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PathComponent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        PathComponentKind.Root => 1,
        PathComponentKind.Prefix => string.GetHashCode(AsSpan(), StringComparison.OrdinalIgnoreCase),
        _ => string.GetHashCode(AsSpan(), StringComparison.Ordinal),
    };
}
