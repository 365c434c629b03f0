namespace AsyncStdTests.Parity;

using System.Reflection;

public sealed class ReferencedMembersTests
{
    private static readonly IReadOnlySet<string> s_referenced = ReferencedMembers.Read(typeof(ReferencedMembersTests).Assembly.Location);

    [Fact]
    public void A_called_method_of_a_generic_type_is_found_under_its_id()
    {
        var map = new Dictionary<string, int[,]>();

        map.TryGetValue("key", out _);

        ShouldBeUsed(typeof(Dictionary<,>).GetMethod("TryGetValue")!);
        ShouldBeUsed(typeof(Dictionary<,>).GetConstructor([])!);
    }

    [Fact]
    public void A_called_generic_method_is_found_under_its_id()
    {
        Array.Fill(new string[1], "value");

        ShouldBeUsed(typeof(Array).GetMethods().Single(method => method.Name == "Fill" && method.GetParameters().Length == 2));
    }

    [Fact]
    public void An_extension_member_is_found_under_the_id_of_its_container()
    {
        "text".AsMemory().Trim();

        ShouldBeUsed(typeof(MemoryExtensions).GetMethod("Trim", [typeof(ReadOnlyMemory<char>)])!);
    }

    [Fact]
    public void A_property_is_used_when_one_of_its_accessors_is()
    {
        _ = new Version(1, 2).MinorRevision;

        ShouldBeUsed(typeof(Version).GetProperty("MinorRevision")!);
        MemberUse.IsUsed(typeof(Version).GetProperty("MajorRevision")!, s_referenced).ShouldBeFalse();
    }

    [Fact]
    public void A_constant_is_used_when_its_type_is()
    {
        DateTimeOffset.UtcNow.ShouldNotBe(default, $"{typeof(Base64FormattingOptions)}");

        ShouldBeUsed(typeof(Base64FormattingOptions).GetField("InsertLineBreaks")!);
    }

    [Fact]
    public void An_override_is_used_when_what_it_overrides_is_called_and_its_type_is_mentioned()
    {
        using var stream = new BufferedStream(System.IO.Stream.Null);

        stream.Flush();

        s_referenced.ShouldNotContain("M:System.IO.BufferedStream.Flush");
        ShouldBeUsed(typeof(BufferedStream).GetMethod("Flush")!);
    }

    [Fact]
    public void A_member_that_nothing_calls_is_not_used() =>
        MemberUse.IsUsed(typeof(LinkedList<>).GetMethod("RemoveLast")!, s_referenced).ShouldBeFalse();

    private static void ShouldBeUsed(MemberInfo member) =>
        MemberUse.IsUsed(member, s_referenced).ShouldBeTrue(XmlDocId.Of(member));
}
