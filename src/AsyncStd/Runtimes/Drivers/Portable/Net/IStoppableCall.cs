namespace AsyncStd.Runtimes.Drivers.Portable;

/// <summary>A call that can be asked to stop because its socket is being closed.</summary>
internal interface IStoppableCall
{
    /// <summary>Asks; from any thread, also when there is no call.</summary>
    void Stop();
}
