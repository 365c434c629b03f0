namespace AsyncStd.Runtimes;

/// <summary>Leaves a runtime that was entered with <see cref="Runtime.Enter"/>.</summary>
public readonly struct RuntimeEntryScope : IDisposable, IEquatable<RuntimeEntryScope>
{
    private readonly WorkItem? _outer;

    internal RuntimeEntryScope(WorkItem? outer) => _outer = outer;

    /// <summary>Makes the outer runtime current again.</summary>
    public void Dispose() => Ambient.Item = _outer;

    /// <inheritdoc/>
    public bool Equals(RuntimeEntryScope other) => ReferenceEquals(_outer, other._outer);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RuntimeEntryScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _outer?.GetHashCode() ?? 0;

    /// <summary>Whether two scopes lead back to the same place.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(RuntimeEntryScope left, RuntimeEntryScope right) => left.Equals(right);

    /// <summary>Whether two scopes lead back to different places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(RuntimeEntryScope left, RuntimeEntryScope right) => !left.Equals(right);
}
