namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>A program of somebody else's, which knows the library only as a package.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConsumerProject(string feed, string version, string program)
    {
        _folder.CopyFromRepository("global.json");
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.targets", "<Project />");
        _folder.Write("Directory.Packages.props", "<Project />");
        _folder.Write("NuGet.config", Sources(feed));
        _folder.Write("Consumer.csproj", Project(version));
        _folder.Write("Program.cs", program);
    }

    public CommandResult Build() => ChildProcess.Dotnet(_folder.PathOf(), "build", "-c", "Release");

    public CommandResult Run() => ChildProcess.Dotnet(_folder.PathOf(), "exec", _folder.PathOf("bin", "Release", "net10.0", "Consumer.dll"));

    public void Dispose() => _folder.Dispose();

    // The package's own dependencies come from the folder of packages that the library's restore has filled.
    // The consumer unpacks into a folder of its own: the same version, packed again, must not meet an older one.
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
          </fallbackPackageFolders>
        </configuration>
        """;

    private static string Project(string version) => $"""
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
            <PackageReference Include="AsyncStd" Version="[{version}]" />
          </ItemGroup>
        </Project>
        """;
}
