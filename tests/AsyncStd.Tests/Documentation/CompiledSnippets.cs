namespace AsyncStdTests.Documentation;

using AsyncStdTests.Commands;
using AsyncStdTests.Parity;
using AsyncStdTests.Repository;

/// <summary>All snippets, compiled once into one program by the compiler of the SDK; its argument says which of them to run.</summary>
public sealed class CompiledSnippets : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Snippet> _snippets = [.. MarkdownSnippets.ReadAll(), .. ExampleSnippets.ReadAll()];

    public CompiledSnippets()
    {
        _folder.CopyFromRepository("global.json");
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.targets", "<Project />");
        _folder.Write("Directory.Packages.props", "<Project />");
        _folder.Write("Snippets.csproj", Project());
        _folder.Write("Program.cs", Program);
        for (var i = 0; i < _snippets.Count; i++)
        {
            _folder.Write($"Snippet{i}.cs", SnippetSource.Write(_snippets[i], i));
        }

        Build = ChildProcess.Dotnet(_folder.PathOf(), "build", "-c", "Release", "-o", _folder.PathOf("out"));
    }

    internal CommandResult Build { get; }

    internal IReadOnlyList<Snippet> Snippets => _snippets;

    public void Dispose() => _folder.Dispose();

    internal CommandResult Run(string label)
    {
        var index = _snippets.FindIndex(snippet => snippet.Label == label);

        return ChildProcess.Dotnet(_folder.PathOf(), "exec", _folder.PathOf("out", "Snippets.dll"), SnippetSource.NamespaceOf(index) + ".Program");
    }

    // The assemblies beside this one are the library and what it needs, and that of hosting is beside its source; nothing is restored from a feed.
    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <StartupObject>Snippets.Program</StartupObject>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <!-- A snippet may await nothing, show a function without calling it, and import what its reader has already. -->
            <NoWarn>$(NoWarn);CS0105;CS1998;CS8321;CS7022</NoWarn>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <Reference Include="{LibraryMembers.Library.Location}" />
            <Reference Include="{HostingLibrary.Location}" />
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll")}" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        namespace Snippets;

        using System.Reflection;

        internal static class Program
        {
            private static int Main(string[] arguments)
            {
                var main = Type.GetType(arguments[0], throwOnError: true)!.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
                var result = main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
                (result as Task)?.GetAwaiter().GetResult();

                return result as int? ?? 0;
            }
        }
        """;
}
