namespace AsyncStd.Runtimes.Drivers;

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>Children by the base class library, on every system that has processes.</summary>
internal sealed class PortableProcessHost : IProcessHost
{
    private const int NotFound = 2;
    private const int AccessDeniedOnWindows = 5;
    private const int AccessDeniedOnUnix = 13;
    private const int NoDirectory = 267;

    public string Name => "portable";

    public ProcessCapabilities Capabilities
        => ProcessCapabilities.KillTree
            | (OperatingSystem.IsWindows() ? ProcessCapabilities.None : ProcessCapabilities.Terminate | ProcessCapabilities.RawSignals);

    public int ProcessId => Environment.ProcessId;

    public ValueTask<IChildProcess> SpawnAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        ProcessArguments.Check(spec, this);
        return Ambient.ForLeaf.RunBlockingAsync(BlockingKind.Long, spec, static spec => Spawn(spec), cancellationToken);
    }

    public void Replace(ProcessSpec spec) => throw new NotSupportedException($"The process driver '{Name}' cannot replace this process.");

    public ValueTask<(IFileHandle Reader, IFileHandle Writer)> CreatePipeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<(IFileHandle, IFileHandle)>(cancellationToken);
        }

        var server = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        var client = new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.Out, server.ClientSafePipeHandle);
        return new((
            new StreamHandle(server, FileAccess.Read, "reading end of a pipe"),
            new StreamHandle(client, FileAccess.Write, "writing end of a pipe")));
    }

    public ISignalListener ListenForSignals(ReadOnlySpan<PosixSignal> signals) => new SignalListener(signals);

    public ValueTask<IFileHandle> OpenStandardStreamAsync(StandardStream stream, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IFileHandle>(cancellationToken)
            : new(stream switch
            {
                StandardStream.Input => new ConsoleInputHandle(Console.OpenStandardInput(), "standard input"),
                StandardStream.Output => new ConsoleOutputHandle(Console.OpenStandardOutput(), "standard output", Console.IsOutputRedirected),
                StandardStream.Error => new ConsoleOutputHandle(Console.OpenStandardError(), "standard error", Console.IsErrorRedirected),
                _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "Input, Output or Error."),
            });

    private static IChildProcess Spawn(ProcessSpec spec)
    {
        if (spec.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot start '{spec.FileName}' in '{folder}': there is no such directory.");
        }

        var process = new Process { StartInfo = Describe(spec), EnableRaisingEvents = true };
        var child = new PortableChild(process, spec);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw Failure(spec.FileName, e);
        }

        child.Begin();
        return child;
    }

    private static ProcessStartInfo Describe(ProcessSpec spec)
    {
        var start = new ProcessStartInfo(spec.FileName, spec.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = spec.HideWindow,
            WorkingDirectory = spec.WorkingDirectory ?? "",
            RedirectStandardInput = spec.StandardInput.Kind != ProcessStdioKind.Inherit,
            RedirectStandardOutput = spec.StandardOutput.Kind != ProcessStdioKind.Inherit,
            RedirectStandardError = spec.StandardError.Kind != ProcessStdioKind.Inherit,
        };
        if (spec.ClearEnvironment)
        {
            start.Environment.Clear();
        }

        foreach ((string name, string? value) in spec.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private static Exception Failure(string fileName, Win32Exception e)
    {
        string message = $"Cannot start '{fileName}': {e.Message}";
        return e.NativeErrorCode switch
        {
            NotFound => new FileNotFoundException(message, fileName, e),
            AccessDeniedOnWindows or AccessDeniedOnUnix => new UnauthorizedAccessException(message, e),
            NoDirectory => new DirectoryNotFoundException(message, e),
            _ => new IOException(message, e) { HResult = e.HResult },
        };
    }
}
