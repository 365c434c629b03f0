namespace AsyncStdTests.Parity;

using System.Reflection;

public sealed class XmlDocIdTests
{
    [Fact]
    public void The_ids_made_by_reflection_are_those_in_the_documentation_file()
    {
        var made = LibraryMembers.FindWritten().Select(XmlDocId.Of).ToHashSet();

        // The marker types of extension blocks, and what is in them, are no members that anyone can name.
        var unknown = LibraryMembers.ReadDocumentedIds().Where(id => !id.Contains('<') && !made.Contains(id));

        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void An_id_tells_type_parameters_references_and_arrays_apart()
    {
        var member = typeof(Shapes<>.Nested<>).GetMethod("Method")!;

        XmlDocId.Of(member).ShouldBe(
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.Method``1("
            + "`0,`1@,``0[],System.Int32[0:,0:][],System.Nullable{System.Int32},"
            + "System.Collections.Generic.Dictionary{`0,System.Collections.Generic.List{``0}},"
            + "AsyncStdTests.Parity.Shapes{System.Int32}.Nested{`1})");
    }

    [Fact]
    public void Constructors_indexers_conversions_and_events_have_ids_of_their_own_form()
    {
        var type = typeof(Shapes<>.Nested<>);

        var ids = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member.Name != "Method")
            .Select(XmlDocId.Of);

        ids.ShouldBe(
        [
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.#ctor(`0)",
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.get_Item(System.Int32)",
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.op_Implicit(AsyncStdTests.Parity.Shapes{`0}.Nested{`1})~`1",
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.add_Happened(System.Action)",
            "M:AsyncStdTests.Parity.Shapes`1.Nested`1.remove_Happened(System.Action)",
            "E:AsyncStdTests.Parity.Shapes`1.Nested`1.Happened",
            "P:AsyncStdTests.Parity.Shapes`1.Nested`1.Item(System.Int32)",
            "F:AsyncStdTests.Parity.Shapes`1.Nested`1.Field",
        ],
        ignoreOrder: true);
    }
}
