namespace Samples.Tour;

/// <summary>Tells what goes on while it goes on. Disposing ends that.</summary>
internal interface IDisplay : IDisposable
{
    public void Begin(Pass pass);

    public void End(Pass pass, Figures figures);
}
