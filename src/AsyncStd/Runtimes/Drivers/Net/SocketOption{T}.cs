namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>A socket option with a value of a certain type.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed class SocketOption<T> : SocketOption
{
    /// <summary>Creates an option, to be kept in a static field; the common ones are in <see cref="SocketOptions"/>.</summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public SocketOption(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override Type ValueType => typeof(T);
}
