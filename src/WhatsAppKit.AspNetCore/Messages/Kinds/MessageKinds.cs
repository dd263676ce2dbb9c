using System.Collections.Frozen;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Every kind of message that can go out: by the name that rows have, and by type.</summary>
internal sealed class MessageKinds
{
    private readonly FrozenDictionary<string, MessageKind> _byName;
    private readonly FrozenDictionary<Type, MessageKind> _byType;

    public MessageKinds(IEnumerable<MessageKind> kinds)
    {
        _byName = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
        _byType = _byName.Values.ToFrozenDictionary(kind => kind.GetType());
    }

    public MessageKind this[string name] => _byName[name];

    public MessageKind? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    public TKind Get<TKind>()
        where TKind : MessageKind => (TKind)_byType[typeof(TKind)];
}
