namespace AsyncStd.Runtimes.Drivers;

/// <summary>A Unix socket that carries bytes.</summary>
public interface IUnixStreamSocket : IStreamSocket, IUnixSocket
{
}
