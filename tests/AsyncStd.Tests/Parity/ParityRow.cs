namespace AsyncStdTests.Parity;

/// <summary>One row of docs/parity.tsv: an item of async-std, and what it is here.</summary>
/// <param name="Line">The number of its line in the file.</param>
/// <param name="Module">The item's module in the crate.</param>
/// <param name="Item">The item's name in the crate.</param>
/// <param name="Kind">What the item is in the crate: a function, a struct, an example.</param>
/// <param name="Status">How far it is here: <c>done</c>, <c>planned</c>, <c>idiom</c> or <c>none</c>.</param>
/// <param name="Name">The documentation id or path of what is done, the intended spelling of what is planned, or the idiom.</param>
/// <param name="Note">One sentence about it.</param>
internal sealed record ParityRow(int Line, string Module, string Item, string Kind, string Status, string Name, string Note)
{
    public string Key => $"{Module} | {Item} | {Kind}";

    public bool IsDone => Status == "done";

    /// <summary>Gets a value indicating whether the name is a file or folder of this repository, as examples and tests have.</summary>
    public bool NamesAPath => Name.Contains('/');

    /// <summary>Gets the files or folders that the name lists.</summary>
    public string[] Paths => Name.Split(", ");

    public override string ToString() => $"line {Line}: {Key}";
}
