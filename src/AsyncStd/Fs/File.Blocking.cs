namespace AsyncStd.Fs;

using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

// The BCL's blocking calls, for a program that is being ported: each is a warning that names its twin.
public sealed partial class File
{
    /// <inheritdoc cref="System.IO.File.OpenText(string)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static StreamReader OpenText(string path)
    {
        using (BlockingTwin.Enter(nameof(OpenText)))
        {
            return System.IO.File.OpenText(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.CreateText(string)"/>
    [Obsolete(BlockingTwin.Message + "File.CreateTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static StreamWriter CreateText(string path)
    {
        using (BlockingTwin.Enter(nameof(CreateText)))
        {
            return System.IO.File.CreateText(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.AppendText(string)"/>
    [Obsolete(BlockingTwin.Message + "File.AppendTextAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static StreamWriter AppendText(string path)
    {
        using (BlockingTwin.Enter(nameof(AppendText)))
        {
            return System.IO.File.AppendText(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Copy(string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.CopyAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Copy(string sourceFileName, string destFileName)
    {
        using (BlockingTwin.Enter(nameof(Copy)))
        {
            System.IO.File.Copy(sourceFileName, destFileName);
        }
    }

    /// <inheritdoc cref="System.IO.File.Copy(string, string, bool)"/>
    [Obsolete(BlockingTwin.Message + "File.CopyAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Copy(string sourceFileName, string destFileName, bool overwrite)
    {
        using (BlockingTwin.Enter(nameof(Copy)))
        {
            System.IO.File.Copy(sourceFileName, destFileName, overwrite);
        }
    }

    /// <inheritdoc cref="System.IO.File.Create(string)"/>
    [Obsolete(BlockingTwin.Message + "File.CreateAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Create(string path)
    {
        using (BlockingTwin.Enter(nameof(Create)))
        {
            return System.IO.File.Create(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Create(string, int)"/>
    [Obsolete(BlockingTwin.Message + "File.CreateAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Create(string path, int bufferSize)
    {
        using (BlockingTwin.Enter(nameof(Create)))
        {
            return System.IO.File.Create(path, bufferSize);
        }
    }

    /// <inheritdoc cref="System.IO.File.Create(string, int, FileOptions)"/>
    [Obsolete(BlockingTwin.Message + "File.CreateAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Create(string path, int bufferSize, FileOptions options)
    {
        using (BlockingTwin.Enter(nameof(Create)))
        {
            return System.IO.File.Create(path, bufferSize, options);
        }
    }

    /// <inheritdoc cref="System.IO.File.Delete(string)"/>
    [Obsolete(BlockingTwin.Message + "File.DeleteAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Delete(string path)
    {
        using (BlockingTwin.Enter(nameof(Delete)))
        {
            System.IO.File.Delete(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Exists(string)"/>
    [Obsolete(BlockingTwin.Message + "File.ExistsAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static bool Exists(string? path)
    {
        using (BlockingTwin.Enter(nameof(Exists)))
        {
            return System.IO.File.Exists(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Open(string, FileStreamOptions)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Open(string path, FileStreamOptions options)
    {
        using (BlockingTwin.Enter(nameof(Open)))
        {
            return System.IO.File.Open(path, options);
        }
    }

    /// <inheritdoc cref="System.IO.File.Open(string, FileMode)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Open(string path, FileMode mode)
    {
        using (BlockingTwin.Enter(nameof(Open)))
        {
            return System.IO.File.Open(path, mode);
        }
    }

    /// <inheritdoc cref="System.IO.File.Open(string, FileMode, FileAccess)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        using (BlockingTwin.Enter(nameof(Open)))
        {
            return System.IO.File.Open(path, mode, access);
        }
    }

    /// <inheritdoc cref="System.IO.File.Open(string, FileMode, FileAccess, FileShare)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        using (BlockingTwin.Enter(nameof(Open)))
        {
            return System.IO.File.Open(path, mode, access, share);
        }
    }

    /// <inheritdoc cref="System.IO.File.OpenHandle(string, FileMode, FileAccess, FileShare, FileOptions, long)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenHandleAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static SafeFileHandle OpenHandle(string path, FileMode mode = FileMode.Open, FileAccess access = FileAccess.Read, FileShare share = FileShare.Read, FileOptions options = FileOptions.None, long preallocationSize = 0)
    {
        using (BlockingTwin.Enter(nameof(OpenHandle)))
        {
            return System.IO.File.OpenHandle(path, mode, access, share, options, preallocationSize);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetAttributes(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetAttributesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileAttributes GetAttributes(string path)
    {
        using (BlockingTwin.Enter(nameof(GetAttributes)))
        {
            return System.IO.File.GetAttributes(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetAttributes(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetAttributesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileAttributes GetAttributes(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetAttributes)))
        {
            return System.IO.File.GetAttributes(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetAttributes(string, FileAttributes)"/>
    [Obsolete(BlockingTwin.Message + "File.SetAttributesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetAttributes(string path, FileAttributes fileAttributes)
    {
        using (BlockingTwin.Enter(nameof(SetAttributes)))
        {
            System.IO.File.SetAttributes(path, fileAttributes);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetAttributes(SafeFileHandle, FileAttributes)"/>
    [Obsolete(BlockingTwin.Message + "File.SetAttributesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetAttributes(SafeFileHandle fileHandle, FileAttributes fileAttributes)
    {
        using (BlockingTwin.Enter(nameof(SetAttributes)))
        {
            System.IO.File.SetAttributes(fileHandle, fileAttributes);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetUnixFileMode(string)"/>
    [UnsupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.GetUnixFileModeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static UnixFileMode GetUnixFileMode(string path)
    {
        using (BlockingTwin.Enter(nameof(GetUnixFileMode)))
        {
            return System.IO.File.GetUnixFileMode(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetUnixFileMode(SafeFileHandle)"/>
    [UnsupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.GetUnixFileModeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static UnixFileMode GetUnixFileMode(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetUnixFileMode)))
        {
            return System.IO.File.GetUnixFileMode(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetUnixFileMode(string, UnixFileMode)"/>
    [UnsupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.SetUnixFileModeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetUnixFileMode(string path, UnixFileMode mode)
    {
        using (BlockingTwin.Enter(nameof(SetUnixFileMode)))
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetUnixFileMode(SafeFileHandle, UnixFileMode)"/>
    [UnsupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.SetUnixFileModeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetUnixFileMode(SafeFileHandle fileHandle, UnixFileMode mode)
    {
        using (BlockingTwin.Enter(nameof(SetUnixFileMode)))
        {
            System.IO.File.SetUnixFileMode(fileHandle, mode);
        }
    }

    /// <inheritdoc cref="System.IO.File.OpenRead(string)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenReadAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream OpenRead(string path)
    {
        using (BlockingTwin.Enter(nameof(OpenRead)))
        {
            return System.IO.File.OpenRead(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.OpenWrite(string)"/>
    [Obsolete(BlockingTwin.Message + "File.OpenWriteAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileStream OpenWrite(string path)
    {
        using (BlockingTwin.Enter(nameof(OpenWrite)))
        {
            return System.IO.File.OpenWrite(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Replace(string, string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.ReplaceAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Replace(string sourceFileName, string destinationFileName, string? destinationBackupFileName)
    {
        using (BlockingTwin.Enter(nameof(Replace)))
        {
            System.IO.File.Replace(sourceFileName, destinationFileName, destinationBackupFileName);
        }
    }

    /// <inheritdoc cref="System.IO.File.Replace(string, string, string, bool)"/>
    [Obsolete(BlockingTwin.Message + "File.ReplaceAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Replace(string sourceFileName, string destinationFileName, string? destinationBackupFileName, bool ignoreMetadataErrors)
    {
        using (BlockingTwin.Enter(nameof(Replace)))
        {
            System.IO.File.Replace(sourceFileName, destinationFileName, destinationBackupFileName, ignoreMetadataErrors);
        }
    }

    /// <inheritdoc cref="System.IO.File.Move(string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.MoveAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Move(string sourceFileName, string destFileName)
    {
        using (BlockingTwin.Enter(nameof(Move)))
        {
            System.IO.File.Move(sourceFileName, destFileName);
        }
    }

    /// <inheritdoc cref="System.IO.File.Move(string, string, bool)"/>
    [Obsolete(BlockingTwin.Message + "File.MoveAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Move(string sourceFileName, string destFileName, bool overwrite)
    {
        using (BlockingTwin.Enter(nameof(Move)))
        {
            System.IO.File.Move(sourceFileName, destFileName, overwrite);
        }
    }

    /// <inheritdoc cref="System.IO.File.Encrypt(string)"/>
    [SupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.EncryptAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Encrypt(string path)
    {
        using (BlockingTwin.Enter(nameof(Encrypt)))
        {
            System.IO.File.Encrypt(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.Decrypt(string)"/>
    [SupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "File.DecryptAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Decrypt(string path)
    {
        using (BlockingTwin.Enter(nameof(Decrypt)))
        {
            System.IO.File.Decrypt(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.CreateSymbolicLink(string, string)"/>
    [Obsolete(BlockingTwin.Message + "File.CreateSymbolicLinkAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileSystemInfo CreateSymbolicLink(string path, string pathToTarget)
    {
        using (BlockingTwin.Enter(nameof(CreateSymbolicLink)))
        {
            return System.IO.File.CreateSymbolicLink(path, pathToTarget);
        }
    }

    /// <inheritdoc cref="System.IO.File.ResolveLinkTarget(string, bool)"/>
    [Obsolete(BlockingTwin.Message + "File.ResolveLinkTargetAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileSystemInfo? ResolveLinkTarget(string linkPath, bool returnFinalTarget)
    {
        using (BlockingTwin.Enter(nameof(ResolveLinkTarget)))
        {
            return System.IO.File.ResolveLinkTarget(linkPath, returnFinalTarget);
        }
    }
}
