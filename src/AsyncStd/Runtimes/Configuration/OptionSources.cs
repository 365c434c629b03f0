namespace AsyncStd.Runtimes.Configuration;

/// <summary>Where the options got their values.</summary>
internal sealed class OptionSources
{
    private readonly Dictionary<string, string> _sources = [];

    /// <summary>Variables that begin with <c>ASYNC_STD_</c> and mean nothing.</summary>
    public List<string> UnknownVariables { get; } = [];

    /// <summary>Keys of the configuration section that mean nothing.</summary>
    public List<string> UnknownKeys { get; } = [];

    /// <summary>What set the option with this key: a variable, a configuration key, code, or the default.</summary>
    public string this[string key]
    {
        get => _sources.GetValueOrDefault(key, "default");
        set => _sources[key] = value;
    }
}
