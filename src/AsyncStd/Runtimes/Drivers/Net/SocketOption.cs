namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>The name of a socket option; <see cref="SocketOption{T}"/> adds the type of its value.</summary>
/// <remarks>An option is known by its object, not by its name: drivers compare references, and may publish options of their
/// own.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public abstract class SocketOption
{
    private protected SocketOption(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The type of its value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
