namespace AsyncStdTests.Parity;

/// <summary>What stands between the parentheses of a call.</summary>
/// <param name="Count">How many arguments.</param>
/// <param name="Names">Those that are given by name.</param>
/// <param name="IsAnything">Whether one of them is an ellipsis, and so says nothing of the others.</param>
internal sealed record CallArguments(int Count, IReadOnlyList<string> Names, bool IsAnything);
