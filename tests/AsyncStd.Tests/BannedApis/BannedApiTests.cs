namespace AsyncStdTests.BannedApis;

using System.Text.RegularExpressions;
using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

[Collection(BuildCollection.Name)]
public sealed partial class BannedApiTests
{
    // One banned call a line, so that the line number says which ban did not hold.
    private const string Offences = """
        Task.Run(() => { });
        Task.Factory.StartNew(() => { });
        Task.Delay(1);
        Task.Delay(TimeSpan.Zero, TimeProvider.System);
        Task.CompletedTask.Wait();
        _ = Task.FromResult(1).Result;
        Thread.Sleep(1);
        ThreadPool.QueueUserWorkItem(_ => { });
        ThreadPool.UnsafeQueueUserWorkItem<int>(_ => { }, 0, true);
        _ = DateTime.Now;
        _ = DateTime.UtcNow;
        _ = DateTimeOffset.Now;
        _ = DateTimeOffset.UtcNow;
        _ = Environment.TickCount;
        _ = Environment.TickCount64;
        _ = System.Diagnostics.Stopwatch.GetTimestamp();
        _ = new Timer(_ => { });
        _ = new CancellationTokenSource(1);
        _ = new CancellationTokenSource(TimeSpan.Zero);
        _ = Random.Shared;
        _ = new Random();
        _ = Guid.NewGuid();
        _ = System.Security.Cryptography.RandomNumberGenerator.GetBytes(1);
        _ = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        _ = System.Net.Dns.GetHostName();
        _ = new FileStream("f", FileMode.Open);
        _ = File.Exists("f");
        _ = Directory.Exists("d");
        _ = System.Diagnostics.Process.Start("p");
        """;

    private static readonly string[] s_exempt = ["Drivers", "Executors", "Blocking", "Timers"];

    [Fact]
    public void The_list_names_every_overload_that_leaves_the_runtime()
    {
        var listed = File.ReadLines(RepositoryFolder.PathOf("src", "AsyncStd", "BannedSymbols.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line.Split(';')[0])
            .ToHashSet();

        var missing = RequiredBans.Ids().Where(id => !listed.Contains(id));

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void A_build_fails_on_each_banned_call_except_where_a_runtime_is_made()
    {
        using var folder = new TemporaryFolder();
        folder.CopyFromRepository(".editorconfig");
        folder.CopyFromRepository("global.json");
        folder.CopyFromRepository("src", "AsyncStd", "BannedSymbols.txt");
        folder.Write("Directory.Build.props", "<Project />");
        folder.Write("Directory.Packages.props", "<Project />");
        folder.Write("Probe.csproj", Project());
        folder.Write("src/AsyncStd/Offender.cs", Program("Offender"));
        foreach (var place in s_exempt)
        {
            folder.Write($"src/AsyncStd/Runtimes/{place}/Deeper/{place}Part.cs", Program(place + "Part"));
        }

        var build = ChildProcess.Dotnet(folder.PathOf(), "build", "Probe.csproj");

        var reports = Report().Matches(build.Output);
        var lines = reports.Select(report => int.Parse(report.Groups["line"].Value)).Distinct().Order();
        build.ExitCode.ShouldNotBe(0, build.Output);
        reports.ShouldAllBe(report => report.Groups["file"].Value == "Offender.cs");
        lines.ShouldBe(Enumerable.Range(1, Offences.Split('\n').Length), build.Output);
    }

    [GeneratedRegex(@"(?<file>\w+\.cs)\((?<line>\d+),\d+\): error RS0030")]
    private static partial Regex Report();

    private static string Program(string name) => $$"""
        namespace Probe;

        public static class {{name}}
        {
            public static void Run()
            {
        #line 1 "{{name}}.cs"
        {{Offences}}
            }
        }
        """;

    private static string AnalyzerFolder() => Path.Combine(
        BuildFacts.PackageFolder,
        "microsoft.codeanalysis.bannedapianalyzers",
        BuildFacts.BannedApiAnalyzersVersion,
        "analyzers",
        "dotnet",
        "cs");

    // The analyzer comes straight from the folder of restored packages, so that the probe has nothing to restore.
    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <AdditionalFiles Include="src/AsyncStd/BannedSymbols.txt" />
            <Analyzer Include="{AnalyzerFolder()}/*.dll" />
          </ItemGroup>
        </Project>
        """;
}
