namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>A program of somebody else's, which knows the library only as a package.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConsumerProject(PackedPackage package, string program)
    {
        _folder.CopyFromRepository("global.json");
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.targets", "<Project />");
        _folder.Write("Directory.Packages.props", "<Project />");
        _folder.Write("NuGet.config", Sources(package.Feed));
        _folder.Write("Consumer.csproj", Project(package.Id, package.Version));
        _folder.Write("Program.cs", program);
    }

    /// <summary>Builds it.</summary>
    /// <param name="properties">Properties of the project, as <c>Name=value</c>.</param>
    public CommandResult Build(params string[] properties)
        => ChildProcess.Dotnet(_folder.PathOf(), ["build", "-c", "Release", .. properties.Select(each => $"-p:{each}")]);

    /// <summary>Publishes it for this system, trimmed, with a runtime of its own.</summary>
    public CommandResult Publish(params string[] properties)
        => ChildProcess.Dotnet(
            _folder.PathOf(),
            ["publish", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true", "-o", PublishedFile(), .. properties.Select(each => $"-p:{each}")]);

    public CommandResult RunPublished() => ChildProcess.Run(PublishedFile("Consumer"), _folder.PathOf());

    public string PublishedFile(params string[] parts) => _folder.PathOf(["published", .. parts]);

    public CommandResult Run() => ChildProcess.Dotnet(_folder.PathOf(), "exec", _folder.PathOf("bin", "Release", "net10.0", "Consumer.dll"));

    public void Dispose() => _folder.Dispose();

    // The package's own dependencies come from the folder of packages that the library's restore has filled.
    // The consumer unpacks into a folder of its own: the same version, packed again, must not meet an older one. What the library needs itself,
    // and a runtime to publish with, is used where it is.
    private static string Sources(string feed) => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="packages" />
          </config>
          <packageSources>
            <clear />
            <add key="packed" value="{feed}" />
            <add key="restored" value="{BuildFacts.PackageFolder}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
            <add key="unpacked" value="{BuildFacts.PackageFolder}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private static string Project(string id, string version) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{id}" Version="[{version}]" />
          </ItemGroup>
        </Project>
        """;
}
