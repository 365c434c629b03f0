namespace AsyncStd.Process;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

/// <summary>Carries somebody's handle to the driver that passes it to a child; nothing is read or written through it.</summary>
internal sealed class LentHandle(SafeFileHandle handle) : PipeHandle("handle for a child", default)
{
    public override bool IsTerminal => false;

    public override bool TryGetSafeFileHandle([NotNullWhen(true)] out SafeFileHandle? safeHandle)
    {
        safeHandle = handle;
        return true;
    }

    protected override ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override ValueTask<int> WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override void Close()
    {
    }
}
