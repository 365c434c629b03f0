namespace AsyncStd.Os.Unix;

using System.Runtime.Versioning;
using AsyncStd.Fs;

/// <summary>What only Unix tells about an entry of a directory.</summary>
[UnsupportedOSPlatform("windows")]
public static class DirEntryExtensions
{
    extension(DirEntry entry)
    {
        /// <summary>The entry's number within its file system, as the listing told it; 0 if it did not: the portable driver does not.</summary>
        public ulong Inode => entry.FileId;
    }
}
