namespace AsyncStdTests.Parity;

public sealed class ParityListTests
{
    private static readonly string[] s_statuses = ["done", "planned", "idiom", "none"];

    private static readonly string[] s_parts =
        ["Task", "Sync", "Channel", "Stream", "Io", "Fs", "Net", "Process", "Os", "Examples"];

    // What the crate has in each module: a row can change, but not go.
    private static readonly Dictionary<string, int> s_rowsOfModule = new()
    {
        ["async_std"] = 25,
        ["task"] = 49,
        ["future"] = 24,
        ["stream"] = 162,
        ["io"] = 164,
        ["io::prelude"] = 9,
        ["prelude"] = 10,
        ["fs"] = 75,
        ["path"] = 76,
        ["net"] = 134,
        ["os"] = 1,
        ["os::unix"] = 1,
        ["os::unix::fs"] = 10,
        ["os::unix::io"] = 12,
        ["os::unix::net"] = 32,
        ["os::unix::process"] = 6,
        ["os::windows"] = 1,
        ["os::windows::fs"] = 3,
        ["os::windows::io"] = 21,
        ["os::windows::process"] = 5,
        ["sync"] = 81,
        ["channel"] = 57,
        ["process"] = 53,
        ["pin"] = 2,
        ["examples"] = 17,
        ["tests"] = 17,
    };

    [Fact]
    public void The_parity_list_has_six_columns_under_its_header()
    {
        var lines = ParityList.ReadLines();

        lines[0].ShouldBe(ParityList.Header);
        lines.Skip(1).ShouldAllBe(line => line.Split('\t').Length == 6);
    }

    [Fact]
    public void Each_field_is_free_of_spaces_at_its_ends()
    {
        var untidy = ParityList.ReadLines().SelectMany(line => line.Split('\t')).Where(field => field.Trim() != field);

        untidy.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_of_the_parity_list_has_a_key_of_its_own()
    {
        var rows = ParityList.Read();

        var incomplete = rows.Where(row => row.Module is "" || row.Item is "" || row.Kind is "");
        var repeated = rows.GroupBy(row => row.Key).Where(group => group.Count() > 1).Select(group => group.Key);

        incomplete.ShouldBeEmpty();
        repeated.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_of_the_parity_list_has_a_known_status()
    {
        var unknown = ParityList.Read().Where(row => !s_statuses.Contains(row.Status));

        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_has_a_name_unless_the_item_has_no_meaning_here()
    {
        var wrong = ParityList.Read().Where(row => row.Name is "" != row.Status is "none");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_explains_itself_in_a_sentence()
    {
        var silent = ParityList.Read().Where(row => !row.Note.EndsWith('.'));

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Each_planned_row_begins_its_note_with_the_part_that_will_bring_it()
    {
        var homeless = ParityList.Read()
            .Where(row => row.Status == "planned" && !s_parts.Contains(row.Note.Split(": ")[0]));

        homeless.ShouldBeEmpty();
    }

    [Fact]
    public void No_row_of_the_parity_list_has_vanished()
    {
        var counts = ParityList.Read().CountBy(row => row.Module).ToDictionary();

        counts.ShouldBe(s_rowsOfModule, ignoreOrder: true);
    }
}
