namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>Writes that a driver may do in parts, done to the end.</summary>
internal static class HandleWriting
{
    public static ValueTask WriteAllAsync(IFileHandle handle, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> write = handle.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return GoOnAsync(handle, buffer, write, cancellationToken);
        }

        int count = write.Result;
        return count == buffer.Length ? default : GoOnAsync(handle, buffer, new ValueTask<int>(count), cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask GoOnAsync(IFileHandle handle, ReadOnlyMemory<byte> buffer, ValueTask<int> write, CancellationToken cancellationToken)
    {
        buffer = buffer[await write..];
        while (!buffer.IsEmpty)
        {
            buffer = buffer[await handle.WriteAsync(buffer, cancellationToken)..];
        }
    }
}
