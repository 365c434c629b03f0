namespace AsyncStd.Io;

/// <summary>The pieces between delimiters.</summary>
internal sealed class SplitSequence(BufReader reader, byte delimiter, int maxLength, bool ownsReader) : IAsyncEnumerable<byte[]>
{
    public async IAsyncEnumerator<byte[]> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> piece = await reader.FindAsync(delimiter, maxLength, cancellationToken);
                if (piece.IsEmpty)
                {
                    yield break;
                }

                byte[] bytes = piece.Span[^1] == delimiter ? piece[..^1].ToArray() : piece.ToArray();
                reader.Consume(piece.Length);
                yield return bytes;
            }
        }
        finally
        {
            if (ownsReader)
            {
                reader.Detach();
            }
        }
    }
}
