using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>Records every stanza of every connection until it is stopped. One records at a time: the last that was started.</summary>
public sealed class StanzaRecorder
{
    private readonly BoundedLog<StanzaRecord> _records = new(Recording.MaxRecords);
    private readonly Action<StanzaRecorder> _stop;

    internal StanzaRecorder(Action<StanzaRecorder> stop) => _stop = stop;

    /// <summary>What was recorded so far.</summary>
    public Recording Snapshot()
    {
        var records = _records.Snapshot();
        return new Recording(records) { IsCut = _records.Total > records.Count };
    }

    /// <summary>Ends the recording and returns it.</summary>
    public Recording Stop()
    {
        _stop(this);
        return Snapshot();
    }

    internal void Note(DateTimeOffset at, int connection, string device, bool fromClient, BinaryNode stanza) =>
        _records.Add(StanzaRecord.Of(at, connection, device, fromClient, stanza));
}
