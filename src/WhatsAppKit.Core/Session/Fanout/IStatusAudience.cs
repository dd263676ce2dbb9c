using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Who may see this account's status updates.</summary>
internal interface IStatusAudience
{
    /// <summary>The people, without this account.</summary>
    Task<IReadOnlyList<Jid>> RecipientsAsync(CancellationToken cancellationToken);
}
