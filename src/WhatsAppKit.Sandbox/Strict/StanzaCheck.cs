using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>One stanza under examination: what does not hold becomes a violation.</summary>
internal readonly struct StanzaCheck(SandboxObserver observer, Device? device, BinaryNode stanza)
{
    public BinaryNode Stanza => stanza;

    /// <summary>Reports a violation unless something holds.</summary>
    /// <returns>Whether it holds.</returns>
    public bool Require(bool holds, string rule, string detail)
    {
        if (!holds)
        {
            observer.Report(device?.Name ?? "", rule, detail, stanza);
        }

        return holds;
    }

    public bool Has(string attribute) => Require(!string.IsNullOrEmpty(stanza[attribute]), $"{stanza.Tag}-{attribute}", $"The attribute '{attribute}' is missing.");

    public bool IsOneOf(string attribute, params ReadOnlySpan<string> values)
    {
        var value = stanza[attribute] ?? "";
        return Require(values.Contains(value), $"{stanza.Tag}-{attribute}", $"'{value}' is no value of the attribute '{attribute}'.");
    }
}
