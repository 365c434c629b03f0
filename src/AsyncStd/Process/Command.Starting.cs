namespace AsyncStd.Process;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

// Starting.
public sealed partial class Command
{
    /// <summary>Starts the process.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The child, running. Disposing it lets it run on, unless <see cref="KillOnDispose"/> says otherwise.</returns>
    /// <exception cref="ArgumentException">A string contains a NUL, the name of a variable is empty or contains an equals sign, or a handle is closed.</exception>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="DirectoryNotFoundException">The working directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The program may not be executed.</exception>
    /// <exception cref="IOException">It is no program, or there are too many processes or descriptors.</exception>
    /// <exception cref="NotSupportedException">The driver of the runtime lacks what is asked for.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no child is left.</remarks>
    /// <example><code>
    /// using AsyncStd.Process;
    ///
    /// await using Child child = await new Command("cat").StandardInput(Stdio.Pipe).StandardOutput(Stdio.Pipe).SpawnAsync();
    /// await child.StandardInput!.WriteFmtAsync($"to the child and back\n");
    /// await child.StandardInput!.DisposeAsync();
    /// Console.Write(await child.StandardOutput!.ReadToStringAsync());
    /// Console.WriteLine(await child.WaitAsync());
    /// </code></example>
    public ValueTask<Child> SpawnAsync(CancellationToken cancellationToken = default)
        => SpawnAsync(Stdio.Inherit, Stdio.Inherit, cancellationToken);

    /// <summary>Starts the process and waits for its end.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="FileNotFoundException">There is no such program; <see cref="SpawnAsync(CancellationToken)"/> lists what else may be wrong.</exception>
    /// <exception cref="IOException">How it ended is lost: somebody else has collected it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the process is killed, and waited for; with a token that was cancelled beforehand none is started.</remarks>
    public async ValueTask<ExitStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        Child child = await SpawnAsync(cancellationToken);
        try
        {
            return await child.WaitAsync(cancellationToken);
        }
        finally
        {
            await child.EndAsync();
        }
    }

    /// <summary>Starts the process and waits for its end: <see cref="StatusAsync"/> under the name of .NET 11.</summary>
    /// <inheritdoc cref="StatusAsync"/>
    public ValueTask<ExitStatus> RunAsync(CancellationToken cancellationToken = default) => StatusAsync(cancellationToken);

    /// <summary>Starts the process, collects what it says, and waits for its end.</summary>
    /// <param name="maxLength">How many bytes each of its outputs may have.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What it said and how it ended. When the process has ended, what is in its pipes at that moment is taken; descendants that hold them are not waited for, even if they go on
    /// writing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below zero; no process is started.</exception>
    /// <exception cref="InvalidDataException">It said more than allowed, and was killed.</exception>
    /// <exception cref="FileNotFoundException">There is no such program; <see cref="SpawnAsync(CancellationToken)"/> lists what else may be wrong.</exception>
    /// <exception cref="IOException">A read failed, or how it ended is lost: somebody else has collected it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the process is killed, and waited for; what it said is gone. With a token that was cancelled beforehand none is started.</remarks>
    public async ValueTask<ProcessOutput> OutputAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength); // before the process is started
        Child child = await (_input is null ? StandardInput(Stdio.Null) : this).SpawnAsync(Stdio.Pipe, Stdio.Pipe, cancellationToken);
        try
        {
            return await child.OutputAsync(maxLength, cancellationToken);
        }
        finally
        {
            await child.EndAsync();
        }
    }

    private async ValueTask<Child> SpawnAsync(Stdio output, Stdio error, CancellationToken cancellationToken)
    {
        ProcessSpec spec = _spec with
        {
            StandardInput = (_input ?? Stdio.Inherit).Target,
            StandardOutput = (_output ?? output).Target,
            StandardError = (_error ?? error).Target,
        };
        return new Child(await Runtime.Current.ProcessHost.SpawnAsync(spec, cancellationToken), spec.KillOnDispose);
    }
}
