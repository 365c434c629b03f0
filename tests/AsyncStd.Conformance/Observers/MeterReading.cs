namespace AsyncStdConformance.Observers;

using System.Diagnostics.Metrics;

/// <summary>What a listener to the library's meter is told.</summary>
internal static class MeterReading
{
    /// <summary>Reads each instrument once, for one runtime.</summary>
    public static Dictionary<string, long> Of(string runtime)
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "AsyncStd")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Contains(new KeyValuePair<string, object?>("runtime", runtime)))
            {
                counts[instrument.Name] = value;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return counts;
    }
}
