using System.Collections.Frozen;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Every kind of message that can go out, by name.</summary>
internal sealed class MessageKinds(IEnumerable<MessageKind> kinds)
{
    private readonly FrozenDictionary<string, MessageKind> _byName = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    public MessageKind this[string name] => _byName[name];

    public TKind Get<TKind>()
        where TKind : MessageKind => _byName.Values.OfType<TKind>().Single();
}
