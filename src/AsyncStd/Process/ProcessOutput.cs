namespace AsyncStd.Process;

using System.Text;

/// <summary>What a process said, and how it ended.</summary>
/// <param name="ExitStatus">How it ended: look here before trusting the rest.</param>
/// <param name="StandardOutput">What it wrote to its output.</param>
/// <param name="StandardError">What it wrote to its error output.</param>
/// <param name="ProcessId">Its number, which another process may have by now.</param>
public sealed record ProcessOutput(ExitStatus ExitStatus, ReadOnlyMemory<byte> StandardOutput, ReadOnlyMemory<byte> StandardError, int ProcessId)
{
    /// <summary>The output as UTF-8; what is none of it is shown as U+FFFD.</summary>
    public string StandardOutputText => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>The error output as UTF-8; what is none of it is shown as U+FFFD.</summary>
    public string StandardErrorText => Encoding.UTF8.GetString(StandardError.Span);
}
