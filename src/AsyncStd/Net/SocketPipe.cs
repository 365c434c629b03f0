namespace AsyncStd.Net;

using System.IO.Pipelines;

/// <summary>Both directions of a connection as pipes.</summary>
internal sealed class SocketPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
