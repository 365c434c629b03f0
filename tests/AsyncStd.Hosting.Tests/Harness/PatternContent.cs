namespace AsyncStdHostingTests.Harness;

using System.Net;

/// <summary>A request body of many bytes, not held in memory.</summary>
internal sealed class PatternContent(long length) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Pattern.WriteAsync(stream, length);

    protected override bool TryComputeLength(out long result)
    {
        result = length;
        return true;
    }
}
