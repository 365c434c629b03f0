namespace AsyncStdTests.Benchmarks;

using System.Diagnostics;
using System.Globalization;
using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>A workload that serves until its standard input ends.</summary>
internal sealed class WorkloadServer : IDisposable
{
    private const string Announcement = "LISTENING ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public WorkloadServer(string workload)
    {
        ProcessStartInfo start = ChildProcess.Describe(
            ChildProcess.DotnetPath, RepositoryFolder.PathOf(), ["exec", WorkloadProgram.Path, "--workload", workload, "--no-warmup"]);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        try
        {
            string line = Wait(_process.StandardOutput.ReadLineAsync()) ?? throw new InvalidOperationException(Wait(_errors));
            line.ShouldStartWith(Announcement);
            Port = int.Parse(line.AsSpan(Announcement.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the port of the loopback interface that it serves.</summary>
    public int Port { get; }

    /// <summary>Ends its input and returns what it says at its end.</summary>
    public CommandResult End()
    {
        _process.StandardInput.Close();
        string output = Wait(_process.StandardOutput.ReadToEndAsync());
        _process.WaitForExit(s_limit).ShouldBeTrue(output);
        return new CommandResult(_process.StartInfo.FileName, _process.ExitCode, output + Wait(_errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static T Wait<T>(Task<T> task) => task.WaitAsync(s_limit).GetAwaiter().GetResult();
}
