using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Takes the tokens that contacts issue to this account.</summary>
internal sealed class PrivacyTokenNotifications(DeviceState state, PrivacyTokenStore tokens)
{
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var from = notification.Jid("from") ?? throw new ProtocolException("A privacy token has no sender.");
        var contact = (notification.Jid("sender_lid") is { IsLid: true } lid ? lid : from).ToUser();
        return RegularContact.Is(from) && RegularContact.Is(contact)
            ? state.UpdateAsync(
                async transaction =>
                {
                    foreach (var (token, timestamp) in PrivacyTokenNodes.Read(notification))
                    {
                        await tokens.LearnAsync(transaction, contact, token, timestamp, cancellationToken).ConfigureAwait(false);
                    }
                },
                cancellationToken)
            : Task.CompletedTask;
    }
}
