namespace AsyncStdTests.Parity;

using AsyncStdTests.Repository;

public sealed class ParityNamesTests
{
    private static IEnumerable<ParityRow> DoneMembers => ParityList.Read().Where(row => row is { IsDone: true, NamesAPath: false });

    [Fact]
    public void Each_row_that_is_done_names_a_visible_member_of_the_library()
    {
        var members = LibraryMembers.FindVisible();

        var missing = DoneMembers.Where(row => !members.ContainsKey(row.Name)).Select(row => $"{row} names {row.Name}");

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_that_is_done_names_a_documented_member()
    {
        var documented = LibraryMembers.ReadDocumentedIds();

        // A namespace has no entry in the file.
        var silent = DoneMembers
            .Where(row => !row.Name.StartsWith("N:", StringComparison.Ordinal) && !documented.Contains(row.Name))
            .Select(row => $"{row} names {row.Name}");

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_that_is_done_names_a_member_that_a_test_calls()
    {
        var members = LibraryMembers.FindVisible();
        var referenced = TestAssemblies.ReadReferences();

        var untested = DoneMembers
            .Where(row => members.TryGetValue(row.Name, out var named) && !named.Any(member => MemberUse.IsUsed(member, referenced)))
            .Select(row => $"{row} names {row.Name}");

        untested.ShouldBeEmpty();
    }

    [Fact]
    public void Each_example_or_test_that_is_done_is_in_the_repository()
    {
        var missing = ParityList.Read()
            .Where(row => row is { IsDone: true, NamesAPath: true })
            .SelectMany(row => row.Paths, (row, path) => (Row: row, Path: path))
            .Where(named => !Path.Exists(RepositoryFolder.PathOf(named.Path)))
            .Select(named => $"{named.Row} names {named.Path}");

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Each_example_that_is_done_is_in_the_list_of_the_gallery()
    {
        string catalog = File.ReadAllText(RepositoryFolder.PathOf("examples", "Gallery", "Catalog.cs"));

        var missing = ParityList.Read()
            .Where(row => row is { IsDone: true, Kind: "example" })
            .Where(row => !catalog.Contains($", {Path.GetFileNameWithoutExtension(row.Name)}.RunAsync)", StringComparison.Ordinal))
            .Select(row => $"{row} names {row.Name}");

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Each_test_that_is_done_names_classes_of_tests()
    {
        // One file after the other, as in "tests/…/Io/WritingTests.cs, tests/…/Io/LineTests.cs".
        var missing = ParityList.Read()
            .Where(row => row is { IsDone: true, Kind: "test" })
            .SelectMany(row => row.Paths, (row, path) => (Row: row, Path: path))
            .Where(named => !named.Path.EndsWith("Tests.cs", StringComparison.Ordinal)
                || !File.ReadAllText(RepositoryFolder.PathOf(named.Path)).Contains($" class {Path.GetFileNameWithoutExtension(named.Path)}", StringComparison.Ordinal))
            .Select(named => $"{named.Row} names {named.Path}");

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void No_row_but_a_done_one_names_a_member_by_its_id()
    {
        var premature = ParityList.Read().Where(row => !row.IsDone && row.Name is [_, ':', >= 'A' and <= 'Z', ..]);

        premature.ShouldBeEmpty();
    }
}
