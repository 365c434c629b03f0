namespace AsyncStd.Os.Windows;

using System.Runtime.Versioning;
using AsyncStd.Fs;
using Microsoft.Win32.SafeHandles;
using File = AsyncStd.Fs.File;

/// <summary>What only Windows has for open files: handles as numbers.</summary>
[SupportedOSPlatform("windows")]
public static class FileExtensions
{
    extension(File file)
    {
        /// <summary>Makes a file from a handle.</summary>
        /// <param name="handle">An open handle, owned by the file from now on.</param>
        /// <param name="access">What it was opened for.</param>
        /// <returns>The file. Its cursor starts where the handle's position is.</returns>
        /// <exception cref="ArgumentException">The handle is not open.</exception>
        public static File FromRawHandle(nint handle, FileAccess access = FileAccess.ReadWrite)
            => File.FromHandle(new SafeFileHandle(handle, ownsHandle: true), access, $"handle {handle}");

        /// <summary>The number of the handle, which stays the file's.</summary>
        /// <returns>The number; it means nothing after the file is closed.</returns>
        /// <exception cref="ObjectDisposedException">The file is closed.</exception>
        /// <exception cref="NotSupportedException">There is none, as in a simulation.</exception>
        public nint AsRawHandle() => file.SafeFileHandle.DangerousGetHandle();

        /// <summary>Gives the handle away; the file is closed afterwards. See <see cref="File.IntoHandleAsync"/> on its position.</summary>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The number of the handle, which the caller closes.</returns>
        /// <exception cref="InvalidOperationException">A call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The file is closed.</exception>
        /// <exception cref="NotSupportedException">There is none, as in a simulation.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: the handle is still the file's.</remarks>
        public async ValueTask<nint> IntoRawHandleAsync(CancellationToken cancellationToken = default)
        {
            SafeFileHandle handle = await file.IntoHandleAsync(cancellationToken).ConfigureAwait(false);
            nint number = handle.DangerousGetHandle();
            handle.SetHandleAsInvalid();
            return number;
        }
    }
}
