namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>A function that makes something of an item, if it can: the shape of <c>int.TryParse</c>.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <typeparam name="TResult">The type of what is made.</typeparam>
/// <param name="item">The item.</param>
/// <param name="result">What was made.</param>
/// <returns>Whether anything was.</returns>
public delegate bool TryFunc<in T, TResult>(T item, [MaybeNullWhen(false)] out TResult result);
