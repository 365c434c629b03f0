namespace AsyncStdTests.Parity;

/// <summary>What an idiom names.</summary>
/// <param name="Found">The types, members and namespaces that exist.</param>
/// <param name="Problems">What does not.</param>
internal sealed record IdiomReading(IReadOnlyList<string> Found, IReadOnlyList<string> Problems);
