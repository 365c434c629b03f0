namespace AsyncStd.Os.Unix;

using System.Runtime.Versioning;
using AsyncStd.Fs;
using Microsoft.Win32.SafeHandles;
using File = AsyncStd.Fs.File;

/// <summary>What only Unix has for open files and for paths: descriptors and owners.</summary>
[UnsupportedOSPlatform("windows")]
public static class FileExtensions
{
    extension(File file)
    {
        /// <summary>Makes a file from a descriptor.</summary>
        /// <param name="descriptor">An open descriptor, owned by the file from now on.</param>
        /// <param name="access">What it was opened for.</param>
        /// <returns>The file. Its cursor starts where the descriptor's position is.</returns>
        /// <exception cref="ArgumentException">The descriptor is not open.</exception>
        public static File FromRawFd(int descriptor, FileAccess access = FileAccess.ReadWrite)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(descriptor);
            return File.FromHandle(new SafeFileHandle(descriptor, ownsHandle: true), access, $"descriptor {descriptor}");
        }

        /// <summary>The number of the descriptor, which stays the file's.</summary>
        /// <returns>The number; it means nothing after the file is closed.</returns>
        /// <exception cref="ObjectDisposedException">The file is closed.</exception>
        /// <exception cref="NotSupportedException">There is none, as in a simulation.</exception>
        public int AsRawFd() => (int)file.SafeFileHandle.DangerousGetHandle();

        /// <summary>Gives the descriptor away; the file is closed afterwards. See <see cref="File.IntoHandleAsync"/> on its position.</summary>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The number of the descriptor, which the caller closes.</returns>
        /// <exception cref="InvalidOperationException">A call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The file is closed.</exception>
        /// <exception cref="NotSupportedException">There is none, as in a simulation.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: the descriptor is still the file's.</remarks>
        public async ValueTask<int> IntoRawFdAsync(CancellationToken cancellationToken = default)
        {
            SafeFileHandle handle = await file.IntoHandleAsync(cancellationToken).ConfigureAwait(false);
            int descriptor = (int)handle.DangerousGetHandle();
            handle.SetHandleAsInvalid();
            return descriptor;
        }

        /// <summary>Changes who owns a file; a link at the end is followed.</summary>
        /// <param name="path">The file or directory.</param>
        /// <param name="userId">The new user; null leaves it.</param>
        /// <param name="groupId">The new group; null leaves it.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the owner is changed.</returns>
        /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
        /// <exception cref="UnauthorizedAccessException">Only a privileged process may.</exception>
        /// <exception cref="IOException">The system refused, see fchownat(2).</exception>
        /// <exception cref="NotSupportedException">The driver cannot: the portable one has no call for it.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
        public static ValueTask ChownAsync(string path, uint? userId, uint? groupId, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(path);
            return Driver.Files.SetOwnerAsync(path, userId, groupId, followLinks: true, cancellationToken);
        }

        /// <summary>Changes who owns a file, or if it is a link, the link itself.</summary>
        /// <inheritdoc cref="ChownAsync"/>
        public static ValueTask LinkChownAsync(string path, uint? userId, uint? groupId, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(path);
            return Driver.Files.SetOwnerAsync(path, userId, groupId, followLinks: false, cancellationToken);
        }
    }
}
