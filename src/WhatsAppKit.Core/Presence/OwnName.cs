using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Presence;

/// <summary>Learns the account's own name from the messages its other devices send.</summary>
internal sealed class OwnName(DeviceState state)
{
    public const int MaxLength = 256;

    public async ValueTask LearnAsync(BinaryNode message, CancellationToken cancellationToken)
    {
        if (message["notify"] is { Length: > 0 and <= MaxLength } name
            && name != "-"
            && (message.Jid("participant") ?? message.Jid("from")) is { } sender
            && state.Credentials.IsOwnUser(sender)
            && state.Credentials.PushName != name)
        {
            await state.UpdateCredentialsAsync(credentials => credentials with { PushName = name }, cancellationToken).ConfigureAwait(false);
        }
    }
}
