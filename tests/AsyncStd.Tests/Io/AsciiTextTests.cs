namespace AsyncStdTests.Io;

using System.Text;
using AsyncStd.Io;
using Shouldly;
using Xunit;

/// <summary>ASCII as text, at each length around the steps it is done in.</summary>
public sealed class AsciiTextTests
{
    [Fact]
    public void Each_byte_becomes_its_character_at_any_length()
    {
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(1 + (i % 126)))];
            AsciiText.ToText(bytes).ShouldBe(Encoding.ASCII.GetString(bytes));
        }
    }
}
