using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Adds to messages for one person the token that person issued, or what stands in for it.</summary>
internal sealed class PrivacyTokenExtras(PrivacyTokenStore tokens) : IDirectExtras
{
    public async ValueTask<IReadOnlyList<BinaryNode>> ForAsync(Jid address, CancellationToken cancellationToken)
    {
        if (!RegularContact.Is(address))
        {
            return [];
        }

        if (await tokens.ValidAsync(address, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } token)
        {
            return [PrivacyTokenNodes.Attached(token)];
        }

        return address.IsLid && await tokens.SaltAsync(cancellationToken).ConfigureAwait(false) is { } salt
            ? [PrivacyTokenNodes.Derived(salt.Span, address)]
            : [];
    }
}
