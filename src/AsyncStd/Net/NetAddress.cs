namespace AsyncStd.Net;

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

/// <summary>Where to bind or connect: a text, a host and a port, an end point, or several of them. What every call of this module takes.</summary>
/// <remarks>Texts, tuples and end points convert to it by themselves. A name is looked up when the address is used, by the runtime's resolver.</remarks>
/// <example><code>
/// using System.Net;
/// using AsyncStd.Net;
///
/// static async Task ConnectAsync()
/// {
///     using TcpStream byText = await TcpStream.ConnectAsync("localhost:8080");
///     using TcpStream byTuple = await TcpStream.ConnectAsync(("localhost", 8080));
///     using TcpStream byEndPoint = await TcpStream.ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, 8080));
///     using TcpStream inBrackets = await TcpStream.ConnectAsync("[::1]:8080");
/// }
/// </code></example>
public sealed class NetAddress
{
    private readonly string _text;

    private NetAddress(string? host, int port, IReadOnlyList<IPEndPoint> endPoints, string text)
    {
        Host = host;
        Port = port;
        EndPoints = endPoints;
        _text = text;
    }

    /// <summary>The name to look up; null if there is none.</summary>
    public string? Host { get; }

    /// <summary>The port, 0 to 65535; of several end points that of the first.</summary>
    public int Port { get; }

    /// <summary>The end points that are known without a look-up; empty if there is a <see cref="Host"/>.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    /// <summary>Several end points, of which the first that works is used.</summary>
    /// <param name="endPoints">The end points; at least one.</param>
    /// <returns>An address.</returns>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static NetAddress Any(params IReadOnlyList<IPEndPoint> endPoints)
    {
        ArgumentNullException.ThrowIfNull(endPoints);
        if (endPoints.Count == 0)
        {
            throw new ArgumentException("At least one end point is needed.", nameof(endPoints));
        }

        IPEndPoint[] all = [.. endPoints];
        return new NetAddress(null, all[0].Port, all, string.Join(", ", all.Select(static each => each.ToString())));
    }

    /// <summary>A host and a port.</summary>
    /// <param name="host">A name or an address in text form; an IPv6 address may stand in brackets, as in a URI.</param>
    /// <param name="port">The port, 0 to 65535.</param>
    /// <returns>An address.</returns>
    /// <exception cref="ArgumentException"><paramref name="host"/> is empty or no name, or has a port.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is out of its range.</exception>
    public static NetAddress Of(string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        if (TryParseIP(host, out IPAddress? address) || (host is ['[', .. string inner, ']'] && TryParseIPv6(inner, out address)))
        {
            return new IPEndPoint(address, port);
        }

        return IsName(host)
            ? new NetAddress(host, port, [], $"{host}:{port.ToString(CultureInfo.InvariantCulture)}")
            : throw new ArgumentException($"'{host}' is no name of a host.", nameof(host));
    }

    /// <summary>Reads <c>host:port</c>; an IPv6 address stands in brackets, with its scope: <c>[fe80::1%2]:80</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>An address.</returns>
    /// <exception cref="ArgumentException">The text is no host with a port; the message says what is wrong with it.</exception>
    public static NetAddress Parse(string text)
        => Read(text, out string? problem) ?? throw new ArgumentException($"'{text}' is no address: {problem}. An address is 'host:port' or '[IPv6]:port'.", nameof(text));

    /// <summary>Reads <c>host:port</c>, without throwing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NetAddress? address)
    {
        address = text is null ? null : Read(text, out _);
        return address is not null;
    }

    /// <summary>Reads <c>host:port</c>, see <see cref="Parse"/>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is no host with a port.</exception>
    public static implicit operator NetAddress(string text) => Parse(text);

    /// <summary>An end point.</summary>
    /// <param name="endPoint">The end point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endPoint"/> is null.</exception>
    public static implicit operator NetAddress(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new NetAddress(null, endPoint.Port, [endPoint], endPoint.ToString());
    }

    /// <summary>An IP address and a port.</summary>
    /// <param name="pair">Both.</param>
    /// <exception cref="ArgumentNullException">The IP address is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not 0 to 65535.</exception>
    public static implicit operator NetAddress((IPAddress Address, int Port) pair) => new IPEndPoint(pair.Address, pair.Port);

    /// <summary>A host and a port, see <see cref="Of"/>.</summary>
    /// <param name="pair">Both.</param>
    /// <exception cref="ArgumentException">The host is empty or no name, or has a port.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not 0 to 65535.</exception>
    public static implicit operator NetAddress((string Host, int Port) pair) => Of(pair.Host, pair.Port);

    /// <summary>The address as it was given.</summary>
    /// <returns><c>host:port</c>, or the end points.</returns>
    public override string ToString() => _text;

    private static NetAddress? Read(string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            problem = "it has no port";
            return null;
        }

        ReadOnlySpan<char> digits = text.AsSpan(colon + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort)
        {
            problem = $"'{digits}' is no port; ports are 0 to {IPEndPoint.MaxPort}";
            return null;
        }

        string host = text[..colon];
        problem = null;
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            if (TryParseIPv6(host.AsSpan(1, host.Length - 2), out IPAddress? inBrackets))
            {
                return new IPEndPoint(inBrackets, port);
            }

            problem = $"'{host}' is no IPv6 address";
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            problem = "an IPv6 address stands in brackets";
        }
        else if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new IPEndPoint(address, port);
        }
        else if (IsName(host))
        {
            return new NetAddress(host, port, [], text);
        }
        else
        {
            problem = host.Length == 0 ? "it has no host" : $"'{host}' is no name of a host";
        }

        return null;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
        => TryParseIP(text, out address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>The base class library also takes brackets off, and a port with them.</summary>
    private static bool TryParseIP(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return !text.ContainsAny('[', ']') && IPAddress.TryParse(text, out address);
    }

    /// <summary>Only what can be no name at all is refused here; the rest is the resolver's business.</summary>
    private static bool IsName(string host)
        => host.Length is > 0 and <= 255 && !host.AsSpan().ContainsAny(" \t\r\n\0/\\[]:@?#");
}
