namespace AsyncStd.Runtimes.Drivers;

/// <summary>A Unix socket that carries messages.</summary>
public interface IUnixDatagramSocket : IDatagramSocket, IUnixSocket
{
}
