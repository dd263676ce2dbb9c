using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>What a first sending to one person carries besides the message. Repetitions, groups and peer messages carry none of it.</summary>
internal interface IDirectExtras
{
    /// <summary>The nodes for a message to that person, in their order.</summary>
    ValueTask<IReadOnlyList<BinaryNode>> ForAsync(Jid address, CancellationToken cancellationToken);
}
