namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>A Unix socket that carries messages.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IUnixDatagramSocket : IDatagramSocket, IUnixSocket
{
}
