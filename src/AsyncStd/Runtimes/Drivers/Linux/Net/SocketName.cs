namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;

/// <summary>Addresses as the kernel has them, and as end points. The BCL's <see cref="SocketAddress"/> has the same bytes.</summary>
internal static unsafe class SocketName
{
    /// <summary>sizeof(sockaddr_storage), see socket(7).</summary>
    public const int MaxLength = 128;

    /// <summary>Makes an end point of an address that the kernel wrote.</summary>
    /// <param name="address">The bytes.</param>
    /// <param name="length">How many; 0 for a sender without a name.</param>
    /// <param name="factory">Any end point of the same family.</param>
    public static EndPoint ToEndPoint(byte* address, int length, EndPoint factory)
    {
        var copy = new SocketAddress(factory.AddressFamily, Math.Clamp(length, sizeof(short), MaxLength));
        new ReadOnlySpan<byte>(address, copy.Size).CopyTo(copy.Buffer.Span);
        return factory.Create(copy);
    }
}
