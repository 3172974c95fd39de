using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>All that one host measures: each instrument, and each set of tags that it had.</summary>
internal sealed class Series : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly ConcurrentDictionary<(string Instrument, string Tags), int> _measured = new();
    private readonly ConcurrentDictionary<(string Instrument, string Tag), int> _tags = new();

    public Series(TestHost host)
    {
        var scope = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "WebSockets" && instrument.Meter.Scope == scope)
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _listener.Start();
    }

    public IEnumerable<Instrument> Instruments => _instruments.Values;

    /// <summary>The different sets of tags of all instruments.</summary>
    public (string Instrument, string Tags)[] Measured
    {
        get
        {
            _listener.RecordObservableInstruments();
            return [.. _measured.Keys.Order()];
        }
    }

    /// <summary>The names of the tags that an instrument had.</summary>
    public IEnumerable<string> TagsOf(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _tags.Keys.Where(tag => tag.Instrument == instrument).Select(tag => tag.Tag);
    }

    public bool Has(string instrument) => _measured.Keys.Any(series => series.Instrument == instrument);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            _tags.TryAdd((instrument.Name, tag.Key), 0);
        }

        _measured.TryAdd((instrument.Name, string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))), 0);
    }
}
