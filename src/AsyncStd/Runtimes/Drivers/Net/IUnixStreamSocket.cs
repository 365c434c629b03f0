namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>A Unix socket that carries bytes.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IUnixStreamSocket : IStreamSocket, IUnixSocket
{
}
