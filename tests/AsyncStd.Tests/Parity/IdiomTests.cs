namespace AsyncStdTests.Parity;

/// <summary>The idioms are code, or mostly so: what they name must exist.</summary>
public sealed class IdiomTests
{
    private static IEnumerable<(ParityRow Row, IdiomReading Reading)> Idioms =>
        ParityList.Read().Where(row => row.Status == "idiom").Select(row => (row, IdiomReader.Read(row.Name)));

    [Fact]
    public void Each_type_member_and_call_that_an_idiom_names_exists()
    {
        var wrong = Idioms.SelectMany(idiom => idiom.Reading.Problems, (idiom, problem) => $"{idiom.Row} says {idiom.Row.Name}: {problem}");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Nearly_every_idiom_names_something_that_can_be_looked_up()
    {
        var all = Idioms.ToArray();

        var silent = all.Where(idiom => idiom.Reading.Found is []).Select(idiom => idiom.Row.Name).ToArray();

        (silent.Length * 100 / all.Length).ShouldBeLessThan(5, string.Join('\n', silent));
    }

    [Theory]
    [InlineData("Stream.ReedAsync(buffer)", "Stream has no ReedAsync")]
    [InlineData("await stream.ReadAsync()", "stream.ReadAsync takes no such arguments")]
    [InlineData("await source.TakeAll()", "source has no TakeAll")]
    [InlineData("source.Take()", "source.Take takes no such arguments")]
    [InlineData("new IPEndPoint(address)", "no constructor of IPEndPoint takes such arguments")]
    [InlineData("new MemoryStream(bytes, readable: false)", "no constructor of MemoryStream takes such arguments")]
    [InlineData("the T of Tusk<T>", "there is no Tusk with 1 type arguments")]
    [InlineData("IReadOnlyList<IPEndPont>", "there is no IPEndPont")]
    [InlineData("System.IO.Stram", "there is no System.IO.Stram")]
    [InlineData("(await mutex.LockAsync()).Valve", "an expression has no Valve")]
    [InlineData("path.Equals(Path.Combine(path, other).Nothing)", "Path.Combine has no Nothing")]
    [InlineData("Mutex<T>.Gard", "Mutex<T> has no Gard")]
    [InlineData("ToListAsync.Count", "there is no ToListAsync")]
    [InlineData("puffer.Length", "nobody says what 'puffer' is")]
    public void What_does_not_exist_is_found(string idiom, string problem) => IdiomReader.Read(idiom).Problems.ShouldBe([problem]);

    [Theory]
    [InlineData("await stream.ReadAsync(buffer, token)")]
    [InlineData("Path.Combine(Path.GetDirectoryName(path)!, name).Length")]
    [InlineData("new Dictionary<string, byte[]>(capacity: 3)")]
    [InlineData("(await source.ToListAsync()).Count")]
    public void What_exists_is_found(string idiom)
    {
        var reading = IdiomReader.Read(idiom);

        reading.Problems.ShouldBeEmpty();
        reading.Found.ShouldNotBeEmpty();
    }
}
