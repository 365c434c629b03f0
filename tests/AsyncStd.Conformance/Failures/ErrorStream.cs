namespace AsyncStdConformance.Failures;

using System.Collections.Concurrent;
using System.Text;

/// <summary>Takes the place of the process's standard error stream, and keeps the lines written to it apart.</summary>
internal sealed class ErrorStream : TextWriter
{
    private readonly TextWriter _outer = Console.Error;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly bool _isBroken;

    public ErrorStream(bool isBroken = false)
    {
        _isBroken = isBroken;
        Console.SetError(this);
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What was written about one runtime. What the collector finds of an earlier test is not this one's.</summary>
    public string[] About(string runtime) => [.. _lines.Where(line => line.Contains($"'{runtime}'", StringComparison.Ordinal))];

    public override void WriteLine(string? value)
    {
        _lines.Enqueue(value ?? "");
        if (_isBroken)
        {
            throw new IOException("nobody reads this stream");
        }
    }

    protected override void Dispose(bool disposing)
    {
        Console.SetError(_outer);
        base.Dispose(disposing);
    }
}
