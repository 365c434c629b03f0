namespace Samples.Tour;

/// <summary>The last values of something, as a line of small columns.</summary>
internal sealed class History(int width)
{
    private const string Columns = " ▁▂▃▄▅▆▇█";

    private readonly Queue<double> _values = new(Enumerable.Repeat(0.0, width));

    public void Add(double value)
    {
        _values.Dequeue();
        _values.Enqueue(value);
    }

    public override string ToString()
    {
        var max = Math.Max(_values.Max(), double.Epsilon);

        return string.Concat(_values.Select(value => Columns[(int)Math.Ceiling(value / max * (Columns.Length - 1))]));
    }
}
