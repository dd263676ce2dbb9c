using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>The other address of people, remembered while a part is read: the same few write most of the messages.</summary>
internal sealed class KnownAddresses(LidMap lidMap)
{
    private const int MaxKnown = 4096;

    private readonly Dictionary<Jid, Jid?> _known = [];

    /// <summary>The person's LID for a phone number, and the other way round; null when none is known.</summary>
    public async ValueTask<Jid?> AlternateOfAsync(Jid person, CancellationToken cancellationToken)
    {
        if (!person.IsLid && !person.IsPhoneNumber)
        {
            return null;
        }

        if (_known.TryGetValue(person, out var known))
        {
            return known;
        }

        var alternate = person.IsLid
            ? await lidMap.PhoneOfAsync(person, cancellationToken).ConfigureAwait(false)
            : await lidMap.LidOfAsync(person, cancellationToken).ConfigureAwait(false);
        Remember(person, alternate);
        return alternate;
    }

    public void Remember(Jid person, Jid? alternate)
    {
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[person] = alternate;
    }
}
