namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using AsyncStdTests.Repository;

public sealed class ApiSnapshotTests
{
    private const string UpdateSwitch = "ASYNC_STD_UPDATE_API";

    [Fact]
    public void The_public_surface_is_the_one_that_was_reviewed()
    {
        var reviewed = RepositoryFolder.PathOf("api", "AsyncStd.txt");
        var actual = ApiText.Of(Assembly.Load("AsyncStd"));
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(reviewed)!);
            File.WriteAllText(reviewed, actual);
        }

        var expected = File.Exists(reviewed) ? Lines(File.ReadAllText(reviewed)) : [];
        var added = Lines(actual).Except(expected).Where(line => line.Length > 0).Select(line => "+ " + line);
        var removed = expected.Except(Lines(actual)).Where(line => line.Length > 0).Select(line => "- " + line);
        var changes = string.Join('\n', added.Concat(removed));

        Lines(actual).ShouldBe(expected, $"{changes}\nSet {UpdateSwitch}=1, run this test again and review the change of api/AsyncStd.txt.");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
