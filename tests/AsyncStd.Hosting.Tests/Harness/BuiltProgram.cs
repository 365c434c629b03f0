namespace AsyncStdHostingTests.Harness;

using System.Diagnostics;

/// <summary>A program of this repository, as it was built beside the tests. Disposing ends it, if it has not ended.</summary>
internal sealed class BuiltProgram : IDisposable
{
    private readonly Process _process;

    private BuiltProgram(Process process) => _process = process;

    public static BuiltProgram Start(string folder, string name, params string[] arguments)
    {
        string program = Path.Combine(RepositoryFolder.PathOf(folder), name, "bin", RepositoryFolder.Configuration, "net10.0", $"{name}.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new BuiltProgram(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WithPatience() ?? throw new InvalidOperationException("The program has ended.");

    public void EndInput() => _process.StandardInput.Close();

    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WithPatience();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
