namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

/// <summary>A handle that somebody else owns, given to the driver for one call.</summary>
internal readonly struct LentHandle : IDisposable
{
    private readonly SafeFileHandle _owned;

    public LentHandle(SafeFileHandle owned)
    {
        ArgumentNullException.ThrowIfNull(owned);
        bool isHeld = false;
        owned.DangerousAddRef(ref isHeld); // its number must not become another file's meanwhile
        _owned = owned;
        try
        {
            nint number = owned.DangerousGetHandle();
            Handle = Driver.Files.Adopt(new SafeFileHandle(number, ownsHandle: false), FileAccess.ReadWrite, $"handle {number}");
        }
        catch
        {
            owned.DangerousRelease();
            throw;
        }
    }

    public IFileHandle Handle { get; }

    public void Dispose()
    {
        // Taken back, not closed: a driver may have made the number its own.
        if (Handle.TryRelease(out SafeFileHandle? returned))
        {
            returned.SetHandleAsInvalid();
        }

        _owned.DangerousRelease();
    }
}
