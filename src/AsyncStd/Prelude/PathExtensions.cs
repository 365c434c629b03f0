namespace AsyncStd.Prelude;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Fs;
using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>What AsyncStd adds to <see cref="System.IO.Path"/>: paths stay strings.</summary>
public static class PathExtensions
{
    extension(System.IO.Path)
    {
        /// <summary>Twin of <see cref="Path.Exists"/>: whether anything stands there. Never throws for a path that cannot be looked at.</summary>
        /// <param name="path">The path.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>False for a wrong path, and where permission is missing.</returns>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
        public static ValueTask<bool> ExistsAsync([NotNullWhen(true)] string? path, CancellationToken cancellationToken = default)
            => string.IsNullOrEmpty(path) ? new ValueTask<bool>(false) : Existence.CheckAsync(path, FileKind.Unknown, cancellationToken);

        /// <summary>The absolute form of a path without links, <c>.</c> and <c>..</c>; all of it must exist. <see cref="Path.GetFullPath(string)"/> asks nobody.</summary>
        /// <param name="path">The path.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The absolute path.</returns>
        /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
        /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
        /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
        /// <exception cref="IOException">The links form a circle, or the system refused, see realpath(3).</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
        public static ValueTask<string> CanonicalizeAsync(string path, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(path);
            return Driver.Files.CanonicalizeAsync(path, cancellationToken);
        }

        /// <summary>Twin of <see cref="Path.GetTempFileName"/>: an empty file with a name that nobody has. <see cref="TempFile"/> removes itself.</summary>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>Its path.</returns>
        /// <exception cref="IOException">The system refused, see openat(2).</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: an empty file may have been created.</remarks>
        public static async ValueTask<string> GetTempFileNameAsync(CancellationToken cancellationToken = default)
        {
            Fs.File file = await TempName.CreateFileAsync(null, "tmp", ".tmp", TempName.OnlyOwner, cancellationToken).ConfigureAwait(false);
            await file.CloseAsync(CancellationToken.None).ConfigureAwait(false);
            return file.Name;
        }

        /// <summary>The path, the one above it, and so on up to its root.</summary>
        /// <param name="path">The path.</param>
        /// <returns>At least the path itself; the last one is the root, or for a relative path its first name.</returns>
        /// <example><code>
        /// Console.WriteLine(string.Join(" ", Path.Ancestors("/usr/share/doc")));
        /// </code></example>
        public static IEnumerable<string> Ancestors(string path)
        {
            ArgumentNullException.ThrowIfNull(path);
            return Up(path);

            static IEnumerable<string> Up(string path)
            {
                for (string? above = path; !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
                {
                    yield return above;
                }
            }
        }

        /// <summary>The parts of a path. Doubled separators and inner single dots are left out; going up stays, as only the file system knows where that leads.</summary>
        /// <param name="path">The path.</param>
        /// <returns>The parts, from the root on.</returns>
        public static IEnumerable<PathComponent> Components(string path)
        {
            ArgumentNullException.ThrowIfNull(path);
            return PathParts.Of(path);
        }

        /// <summary>Whether a path begins with another, by whole parts: <c>/a/bc</c> does not begin with <c>/a/b</c>.</summary>
        /// <param name="path">The path.</param>
        /// <param name="prefix">What it may begin with.</param>
        /// <returns>Whether it does.</returns>
        public static bool StartsWith(string path, string prefix)
        {
            ArgumentNullException.ThrowIfNull(path);
            ArgumentNullException.ThrowIfNull(prefix);
            return PathParts.EndOfPrefix(PathParts.Of(path), PathParts.Of(prefix)) >= 0;
        }

        /// <summary>Whether a path ends with another, by whole parts.</summary>
        /// <param name="path">The path.</param>
        /// <param name="suffix">What it may end with.</param>
        /// <returns>Whether it does.</returns>
        public static bool EndsWith(string path, string suffix)
        {
            ArgumentNullException.ThrowIfNull(path);
            ArgumentNullException.ThrowIfNull(suffix);
            return PathParts.EndsWith(PathParts.Of(path), PathParts.Of(suffix));
        }

        /// <summary>Takes a beginning off a path, by whole parts, and without going up as <see cref="Path.GetRelativePath"/> does.</summary>
        /// <param name="path">The path.</param>
        /// <param name="prefix">What it may begin with.</param>
        /// <param name="rest">What is left, perhaps empty; null if it does not begin so.</param>
        /// <returns>Whether it begins so.</returns>
        public static bool TryStripPrefix(string path, string prefix, [NotNullWhen(true)] out string? rest)
        {
            ArgumentNullException.ThrowIfNull(path);
            ArgumentNullException.ThrowIfNull(prefix);
            List<PathComponent> parts = PathParts.Of(path);
            int end = PathParts.EndOfPrefix(parts, PathParts.Of(prefix));
            rest = end < 0 ? null : end == parts.Count ? "" : path[parts[end].Start..parts[^1].End];
            return rest is not null;
        }
    }
}
