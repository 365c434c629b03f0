namespace AsyncStdTests.Examples;

using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStdTests.Repository;

/// <summary>The list of the gallery: what the program prints, what the page says, and what has a test.</summary>
public sealed partial class GalleryListTests
{
    private static readonly Lazy<Task<GalleryResult>> s_list = new(() => GalleryProgram.RunAsync());

    [Fact]
    public async Task Without_a_name_the_examples_are_listed()
    {
        var run = await s_list.Value;

        run.ExitCode.ShouldBe(0);
        var lines = Entries(run.Output);
        lines.Select(line => line.Usage).ShouldContain("hello-world");
        lines.ShouldAllBe(line => line.Idea.EndsWith('.'));
    }

    [Fact]
    public async Task A_name_that_is_none_is_answered_with_the_list()
    {
        var list = await s_list.Value;

        var run = await GalleryProgram.RunAsync("hello-wrold");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldBe("There is no example called 'hello-wrold'. There are:\n" + list.Output);
    }

    [Fact]
    public async Task The_page_has_the_same_list()
    {
        string page = File.ReadAllText(RepositoryFolder.PathOf("examples", "README.md"));

        var run = await s_list.Value;

        Row().Matches(page).Select(row => (row.Groups["usage"].Value, row.Groups["idea"].Value)).ShouldBe(Entries(run.Output));
        Row().Matches(page).Select(row => row.Groups["file"].Value).ShouldAllBe(file => File.Exists(RepositoryFolder.PathOf("examples", file)));
    }

    [Fact]
    public async Task Each_example_has_a_test()
    {
        var tests = typeof(GalleryListTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Cast<MemberInfo>().Append(type)).ToList();
        var named = tests.SelectMany(test => test.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[0].Value == "example")
            .Select(attribute => (string?)attribute.ConstructorArguments[1].Value);
        var printed = typeof(GalleryTests).GetMethod(nameof(GalleryTests.An_example_prints_what_it_is_about))!.GetCustomAttributes<InlineDataAttribute>()
            .Select(attribute => (string?)attribute.GetData(null!).Single()[0]);

        var run = await s_list.Value;

        Entries(run.Output).Select(entry => entry.Usage.Split(' ')[0]).ShouldBe(named.Concat(printed).Distinct().OfType<string>(), ignoreOrder: true);
    }

    private static (string Usage, string Idea)[] Entries(string list)
        => [.. Entry().Matches(list).Select(entry => (entry.Groups["usage"].Value, entry.Groups["idea"].Value))];

    [GeneratedRegex(@"^  (?<usage>\S.*?)  +(?<idea>\S.*)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\| \[`(?<usage>[^`]+)`\]\((?<file>Gallery/[^)]+)\) \| (?<idea>[^|]+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
