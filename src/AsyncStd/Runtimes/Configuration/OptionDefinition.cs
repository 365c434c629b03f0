namespace AsyncStd.Runtimes.Configuration;

/// <summary>One option that can be set by text: its names, its range, and how text becomes a value.</summary>
/// <param name="Key">The name in a configuration section, and of the property.</param>
/// <param name="Variable">The environment variable.</param>
/// <param name="Type">What kind of value it takes, in a word.</param>
/// <param name="Default">The default, in words.</param>
/// <param name="Allowed">What is allowed, in words.</param>
/// <param name="TryParse">Sets the option from text; false if the text is not allowed.</param>
/// <param name="Show">The option's value as text.</param>
/// <param name="IsValid">Whether the option's value, set by code, is allowed.</param>
internal sealed record OptionDefinition(
    string Key,
    string Variable,
    string Type,
    string Default,
    string Allowed,
    Func<RuntimeOptions, string, bool> TryParse,
    Func<RuntimeOptions, string> Show,
    Func<RuntimeOptions, bool> IsValid)
{
    /// <summary>The property of <see cref="RuntimeOptions"/>, where it is not called as the key.</summary>
    public string Property { get; init; } = Key;

    /// <summary>Sets the option, or throws an exception that names where the text came from.</summary>
    public void Set(RuntimeOptions options, string source, string value)
    {
        if (!TryParse(options, value) || !IsValid(options))
        {
            throw new RuntimeConfigurationException(source, value, Allowed);
        }

        options.Sources[Key] = source;
    }

    /// <summary>Throws if the value is not allowed.</summary>
    public void Check(RuntimeOptions options)
    {
        if (!IsValid(options))
        {
            throw new RuntimeConfigurationException($"{nameof(RuntimeOptions)}.{Property}", Show(options), Allowed);
        }
    }
}
