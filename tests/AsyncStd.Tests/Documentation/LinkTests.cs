namespace AsyncStdTests.Documentation;

using AsyncStdTests.Repository;

public sealed class LinkTests
{
    private const string Contents = "docs/README.md";

    [Fact]
    public void Every_link_leads_to_a_file_or_folder_of_the_repository()
    {
        var broken = Links().Where(link => !Path.Exists(RepositoryFolder.PathOf(link.File))).Select(link => $"{link.Page}: {link.Target}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_link_to_a_heading_finds_it()
    {
        var pages = MarkdownPage.ReadAll();

        var broken = Links()
            .Where(link => link.Anchor.Length > 0 && pages.TryGetValue(link.File, out var page) && !page.Anchors.Contains(link.Anchor))
            .Select(link => $"{link.Page}: {link.Target}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_of_the_book_can_be_reached_from_its_contents()
    {
        var pages = MarkdownPage.ReadAll();
        var reached = new HashSet<string> { Contents };
        var open = new Queue<string>([Contents]);
        while (open.TryDequeue(out var path))
        {
            foreach (var (file, _) in pages[path].Links.Select(pages[path].Resolve))
            {
                if (file.StartsWith("docs/", StringComparison.Ordinal) && pages.ContainsKey(file) && reached.Add(file))
                {
                    open.Enqueue(file);
                }
            }
        }

        pages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached).ShouldBeEmpty();
    }

    private static IEnumerable<(string Page, string Target, string File, string Anchor)> Links() =>
        from page in MarkdownPage.ReadAll().Values
        from link in page.Links
        let target = page.Resolve(link)
        select (page.Path, link, target.File, target.Anchor);
}
