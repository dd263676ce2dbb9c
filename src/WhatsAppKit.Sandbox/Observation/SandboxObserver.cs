using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>What a sandbox noticed about its clients: gaps of its own, rules that were broken, and every stanza while it records.</summary>
internal sealed class SandboxObserver(TimeProvider time, bool isStrict, ILogger logger)
{
    private const int MaxKept = 1_000;

    private readonly BoundedLog<UnhandledStanza> _unhandled = new(MaxKept);
    private readonly BoundedLog<Violation> _violations = new(MaxKept);
    private StanzaRecorder? _recorder;
    private int _connections;

    public IReadOnlyList<UnhandledStanza> Unhandled => _unhandled.Snapshot();

    public IReadOnlyList<Violation> Violations => _violations.Snapshot();

    public bool IsStrict => isStrict;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The recorder; null while nothing is recorded.</summary>
    public StanzaRecorder? Recorder => Volatile.Read(ref _recorder);

    public int NextConnection() => Interlocked.Increment(ref _connections);

    public StanzaRecorder Record()
    {
        var recorder = new StanzaRecorder(ended => Interlocked.CompareExchange(ref _recorder, null, ended));
        Volatile.Write(ref _recorder, recorder);
        return recorder;
    }

    public void Miss(string device, BinaryNode stanza)
    {
        var missed = new UnhandledStanza(time.GetUtcNow(), device, StanzaKind.Of(stanza), StanzaText.Of(stanza));
        _unhandled.Add(missed);
        SandboxLog.Unhandled(logger, missed.Device, missed.Stanza);
    }

    public void Report(string device, string rule, string detail, BinaryNode stanza)
    {
        var violation = new Violation(time.GetUtcNow(), device, rule, detail, StanzaText.Of(stanza));
        _violations.Add(violation);
        SandboxLog.Violated(logger, violation.Device, violation.Rule, violation.Detail, violation.Stanza);
    }

    public void Clear()
    {
        _unhandled.Clear();
        _violations.Clear();
    }
}
