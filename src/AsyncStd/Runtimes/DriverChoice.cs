namespace AsyncStd.Runtimes;

/// <summary>The driver that a runtime gets which was built without one, and why it is this one.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in a few words.</param>
internal sealed record DriverChoice<T>(T Driver, string Name, string Reason)
{
    public override string ToString() => $"{Name} ({Reason})";
}
