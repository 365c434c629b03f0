namespace Samples.Tour;

/// <summary>Figures as text.</summary>
internal static class Show
{
    public static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => $"{time.TotalMilliseconds:N2} ms",
        < 999.5 => $"{time.TotalMilliseconds:N0} ms",
        _ => $"{time.TotalSeconds:N2} s",
    };

    public static string Memory(long bytes) => $"{bytes / (1024.0 * 1024):N1} MiB";

    public static string Rate(long count, TimeSpan time) => $"{count / Math.Max(time.TotalSeconds, 1e-6):N0}";

    public static string Ratio(double ratio) => $"{ratio:N2}×";

    /// <summary>A bar of full and empty places; a part of a place counts as empty.</summary>
    public static (string Full, string Empty) Bar(double part, int width)
    {
        var full = (int)Math.Clamp(part * width, 0, width);

        return (new string('━', full), new string('╌', width - full));
    }
}
