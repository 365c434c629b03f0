namespace AsyncStdTests.Examples;

using System.Diagnostics;

/// <summary>An example of the gallery that runs: what it prints comes line by line, and it can be typed to and interrupted.</summary>
internal sealed class GalleryProgram : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Timer _limit;
    private readonly Task<string> _error;

    private GalleryProgram(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_TieredPGO"] = "0"; // a program that lives for a moment has no use for a profile
        _process = Process.Start(start)!;
        _limit = new Timer(_ => _process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Gets the process's number. With a wrapper around it that is still the example's: it replaces itself.</summary>
    public int Id => _process.Id;

    public static GalleryProgram Start(params string[] arguments) => StartWith([], arguments);

    /// <summary>Starts an example with variables set.</summary>
    public static GalleryProgram StartWith((string Name, string Value)[] variables, params string[] arguments)
    {
        var start = ExampleProgram.Describe("Gallery", hearsSignals: true, arguments);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new GalleryProgram(start);
    }

    /// <summary>Runs an example to its end, without anything to read.</summary>
    public static async Task<GalleryResult> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        program.EndInput();

        return await program.EndAsync();
    }

    /// <summary>Starts a server, and says where it listens.</summary>
    public static async Task<(GalleryProgram Server, string Address)> StartServerAsync(params string[] arguments)
    {
        var server = Start(arguments);

        return (server, await server.ReadAddressAsync());
    }

    public async Task<string> ReadAddressAsync()
    {
        const string Beginning = "listening on ";
        string line = await ReadLineAsync();
        line.ShouldStartWith(Beginning);

        return line[Beginning.Length..];
    }

    public async Task<string> ReadLineAsync()
        => await _process.StandardOutput.ReadLineAsync() ?? throw new EndOfStreamException($"The example has ended: {await _error}");

    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>What the example still prints, and how it ends.</summary>
    public async Task<GalleryResult> EndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync();
        string error = await _error;
        await _process.WaitForExitAsync();

        return new GalleryResult(_process.ExitCode, output.ReplaceLineEndings("\n"), error.ReplaceLineEndings("\n"));
    }

    /// <summary>Interrupts a server, which has to stop cleanly; where there are no signals it is killed.</summary>
    /// <param name="mayComplain">Whether it may have written of failures: somebody it talked to was killed.</param>
    public async Task StopAsync(bool mayComplain = false)
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            return;
        }

        using (var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var end = await EndAsync();
        if (!mayComplain)
        {
            end.Error.ShouldBeEmpty();
        }

        end.ExitCode.ShouldBe(0);
        end.Output.ShouldEndWith("stopped\n");
    }

    public void Dispose()
    {
        _limit.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

internal sealed record GalleryResult(int ExitCode, string Output, string Error);
