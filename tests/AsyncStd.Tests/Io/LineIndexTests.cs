namespace AsyncStdTests.Io;

using System.Text;
using AsyncStd.Io;
using Shouldly;
using Xunit;

/// <summary>The ends of lines in a buffer, against a plain search for each.</summary>
public sealed class LineIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Lines_of_any_length_end_where_a_plain_search_finds_their_ends(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            byte[] bytes = RandomLines(random, random.Next(0, 6000), random.Next(1, 200));
            LineIndex index = default;
            int start = 0;
            int end = 0;
            while (end < bytes.Length)
            {
                end = Math.Min(bytes.Length, end + random.Next(1, 700));
                while (index.TryFind(bytes, start, end, out int position))
                {
                    position.ShouldBe(bytes.AsSpan(start, end - start).IndexOf((byte)'\n') + start);
                    if (index.IsAscii(start, position))
                    {
                        Ascii.IsValid(bytes.AsSpan(start, position - start)).ShouldBeTrue();
                    }

                    index.Take();
                    start = position + 1;
                }

                bytes.AsSpan(start, end - start).IndexOf((byte)'\n').ShouldBe(-1);
            }
        }
    }

    [Fact]
    public void An_end_that_was_not_taken_is_found_again()
    {
        byte[] bytes = "one\ntwo\n"u8.ToArray();
        LineIndex index = default;
        index.TryFind(bytes, 0, bytes.Length, out int first).ShouldBeTrue();
        index.TryFind(bytes, 0, bytes.Length, out int again).ShouldBeTrue();
        (first, again).ShouldBe((3, 3));
    }

    [Fact]
    public void Ends_before_the_beginning_are_passed_over()
    {
        byte[] bytes = "a\nb\nc\nd"u8.ToArray();
        LineIndex index = default;
        index.TryFind(bytes, 0, bytes.Length, out _).ShouldBeTrue();
        index.TryFind(bytes, 3, bytes.Length, out int position).ShouldBeTrue();
        position.ShouldBe(3);
        index.TryFind(bytes, 6, bytes.Length, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_lies_behind_the_end_is_not_looked_at()
    {
        byte[] bytes = "abc\n\u00fc\n"u8.ToArray();
        LineIndex index = default;
        index.TryFind(bytes, 0, 3, out _).ShouldBeFalse();
        index.TryFind(bytes, 0, 4, out int position).ShouldBeTrue();
        position.ShouldBe(3);
        index.IsAscii(0, position).ShouldBeTrue();
    }

    [Fact]
    public void A_line_that_came_in_two_parts_is_not_ASCII_if_its_first_part_was_not()
    {
        byte[] bytes = "\u00fcber\nplain\n"u8.ToArray();
        LineIndex index = default;
        index.TryFind(bytes, 0, 4, out _).ShouldBeFalse();
        index.TryFind(bytes, 0, bytes.Length, out int position).ShouldBeTrue();
        index.IsAscii(0, position).ShouldBeFalse();
        bytes[position].ShouldBe((byte)'\n');
    }

    [Fact]
    public void A_byte_that_is_not_ASCII_does_not_count_against_the_lines_behind_it()
    {
        byte[] bytes = "one\n\u00fc\ntwo\nthree\n"u8.ToArray();
        LineIndex index = default;
        var ascii = new List<bool>();
        int start = 0;
        foreach (int end in (int[])[9, bytes.Length])
        {
            while (index.TryFind(bytes, start, end, out int position))
            {
                ascii.Add(index.IsAscii(start, position));
                index.Take();
                start = position + 1;
            }
        }

        ascii.ShouldBe([true, false, true, true]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Lines_are_found_after_the_bytes_were_moved(int taken)
    {
        byte[] bytes = "one\ntwo\nthree\nfo"u8.ToArray();
        LineIndex index = default;
        int start = 0;
        for (int i = 0; i < taken; i++)
        {
            index.TryFind(bytes, start, bytes.Length, out int position).ShouldBeTrue();
            index.Take();
            start = position + 1;
        }

        // Somebody read up to "three" in another way.
        bytes.AsSpan(8).CopyTo(bytes);
        index.Move(8);
        index.TryFind(bytes, 0, 8, out int moved).ShouldBeTrue();
        moved.ShouldBe(5);
    }

    private static byte[] RandomLines(Random random, int length, int lineLength)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = random.Next(lineLength) == 0 ? (byte)'\n' : random.Next(500) == 0 ? (byte)random.Next(128, 256) : (byte)random.Next(32, 127);
        }

        return bytes;
    }
}
