namespace AsyncStdHostingTests.Documentation;

using System.Globalization;
using AsyncStd.Hosting;
using AsyncStdHostingTests.Harness;

/// <summary>What docs/hosting.md says of the options. Its code is compiled and run elsewhere.</summary>
public sealed class HostingPageTests
{
    [Fact]
    public async Task The_table_of_the_transport_s_options_names_each_with_its_default()
    {
        string page = await File.ReadAllTextAsync(RepositoryFolder.PathOf("docs", "hosting.md"));
        var defaults = new AsyncStdTransportOptions();

        foreach (var property in typeof(AsyncStdTransportOptions).GetProperties())
        {
            object? value = property.GetValue(defaults);
            string text = value is bool isOn ? (isOn ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } said ? said : "none";
            page.ShouldContain($"| `{property.Name}` | {text} |");
        }
    }
}
