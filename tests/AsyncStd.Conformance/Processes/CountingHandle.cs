namespace AsyncStdConformance.Processes;

using System.Collections.Concurrent;
using System.Reflection;
using AsyncStd.Runtimes.Drivers;

/// <summary>Writes down how long each write is, and passes everything on.</summary>
public class CountingHandle : DispatchProxy
{
    private IFileHandle _inner = null!;
    private ConcurrentQueue<int> _writes = null!;

    public static IFileHandle Over(IFileHandle inner, ConcurrentQueue<int> writes)
    {
        IFileHandle handle = Create<IFileHandle, CountingHandle>();
        var proxy = (CountingHandle)handle;
        proxy._inner = inner;
        proxy._writes = writes;
        return handle;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IFileHandle.WriteAsync) && args![0] is ReadOnlyMemory<byte> buffer)
        {
            _writes.Enqueue(buffer.Length);
        }

        return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
