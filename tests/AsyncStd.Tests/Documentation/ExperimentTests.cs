namespace AsyncStdTests.Documentation;

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdTests.Parity;
using AsyncStdTests.Repository;

/// <summary>What is experimental says so by an id, and each id has its page.</summary>
public sealed partial class ExperimentTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Each_id_has_its_page_and_each_page_its_id()
    {
        var pages = Directory.EnumerateFiles(RepositoryFolder.PathOf("docs", "experimental")).Select(Path.GetFileNameWithoutExtension);

        pages.Order().ShouldBe(Ids().Order());
    }

    [Fact]
    public void Each_page_begins_with_its_id_and_says_how_to_use_the_thing_all_the_same()
    {
        foreach (var id in Ids())
        {
            var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "experimental", id + ".md"));

            page.ShouldStartWith($"# {id}: ");
            page.ShouldContain($"<NoWarn>$(NoWarn);{id}</NoWarn>");
        }
    }

    [Fact]
    public void Each_id_has_four_digits_and_leads_to_its_page()
    {
        var attributes = Attributes().ToList();

        attributes.ShouldAllBe(attribute => IdPattern().IsMatch(attribute.DiagnosticId));
        attributes.ShouldAllBe(attribute => attribute.UrlFormat == "docs/experimental/{0}.md");
    }

    [Fact]
    public void Our_own_projects_suppress_every_id_in_one_place()
    {
        var properties = File.ReadAllText(RepositoryFolder.PathOf("Directory.Build.props"));

        properties.ShouldContain($"<NoWarn>$(NoWarn);{string.Join(';', Ids())}</NoWarn>");
    }

    [Fact]
    public void The_interfaces_to_the_outside_world_are_experimental()
    {
        var drivers = LibraryMembers.Library.GetExportedTypes().Where(type => type.Namespace == typeof(IFileSystem).Namespace);

        drivers.ShouldAllBe(type => type.GetCustomAttribute<ExperimentalAttribute>() != null);
        typeof(WorkerDriver).GetCustomAttribute<ExperimentalAttribute>().ShouldNotBeNull();
    }

    [Fact]
    public void Using_runtimes_is_not_experimental()
    {
        foreach (var type in (Type[])[typeof(Runtime), typeof(RuntimeBuilder), typeof(RuntimeOptions), typeof(RuntimeObserver)])
        {
            type.GetCustomAttribute<ExperimentalAttribute>().ShouldBeNull();
        }
    }

    private static IReadOnlyList<string> Ids() => [.. Attributes().Select(attribute => attribute.DiagnosticId).Distinct().Order()];

    private static IEnumerable<ExperimentalAttribute> Attributes()
        => LibraryMembers.Library.GetTypes()
            .SelectMany(type => type.GetMembers(Everything).Prepend(type))
            .Select(member => member.GetCustomAttribute<ExperimentalAttribute>())
            .OfType<ExperimentalAttribute>();

    [GeneratedRegex(@"^ASTD\d{4}$")]
    private static partial Regex IdPattern();
}
