namespace AsyncStd.Runtimes.Drivers;

/// <summary>Something of which the process has one, made when it is first asked for. A failure to make it is the asker's alone: the next one tries again.</summary>
/// <remarks>A <see cref="Lazy{T}"/> would keep the failure: no descriptor for a moment, and none ever after.</remarks>
internal sealed class OnDemand<T>(Func<T> make)
    where T : class
{
    private readonly Lock _gate = new();
    private T? _value;

    /// <summary>The value, if somebody has asked for it already.</summary>
    public T? Existing => Volatile.Read(ref _value);

    public T Value => Existing ?? Make();

    private T Make()
    {
        lock (_gate)
        {
            if (_value is null)
            {
                Volatile.Write(ref _value, make());
            }

            return _value!;
        }
    }
}
