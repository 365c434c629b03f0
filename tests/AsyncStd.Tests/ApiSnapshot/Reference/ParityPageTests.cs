namespace AsyncStdTests.ApiSnapshot.Reference;

using AsyncStdTests.Parity;

public sealed class ParityPageTests
{
    [Fact]
    public void The_page_is_what_the_list_says() => GeneratedFile.Review(ParityPage.Write(), "docs", "parity.md");

    [Fact]
    public void Each_item_that_is_here_and_names_a_member_has_a_link()
    {
        var page = ParityPage.Write();
        var done = ParityList.Read().Count(row => row.IsDone);

        page.Split('\n').Count(line => line.Contains(" | here | [", StringComparison.Ordinal)).ShouldBe(done);
    }
}
