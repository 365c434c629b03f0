namespace AsyncStdTests.ApiSnapshot.Reference;

using AsyncStdTests.Parity;
using AsyncStdTests.Repository;

public sealed class ApiReferenceTests
{
    private static string Folder => RepositoryFolder.PathOf("docs", "api");

    [Fact]
    public void The_reference_is_what_the_documentation_comments_say()
    {
        var pages = ApiReference.Write();
        if (GeneratedFile.MayBeWritten)
        {
            foreach (var stale in Existing().Except(pages.Keys))
            {
                File.Delete(Path.Combine(Folder, stale));
            }
        }

        foreach (var (path, text) in pages)
        {
            GeneratedFile.Review(text, "docs", "api", path);
        }

        Existing().Order(StringComparer.Ordinal).ShouldBe(pages.Keys);
    }

    [Fact]
    public void Each_type_and_member_of_the_reference_is_found_in_the_documentation_file()
    {
        var documented = LibraryMembers.ReadDocumentedIds();
        var catalog = new ReferenceCatalog();

        var silent = catalog.Types
            .SelectMany(type => type.Members.Select(member => member.Id).Append(type.Id))
            .Where(id => !documented.Contains(id) && !IsMadeByTheCompiler(id));

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Each_type_has_one_summary_however_many_files_it_is_written_in()
    {
        var comments = new DocComments();

        var several = new ReferenceCatalog().Types
            .Where(type => comments.Read(type.Id, type.Type).Elements.Count(element => element.Name == "summary") > 1)
            .Select(type => type.Id);

        several.ShouldBeEmpty("A part of a partial type says with // what it holds.");
    }

    // The constructor of a class that declares none, and the method of a delegate: their type says it all.
    private static bool IsMadeByTheCompiler(string id) => id.EndsWith(".#ctor", StringComparison.Ordinal) || id.Contains(".Invoke(", StringComparison.Ordinal);

    private static IReadOnlyList<string> Existing() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))]
        : [];
}
