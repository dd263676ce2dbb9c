using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.State;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Writes what is encrypted under the secret of the message it adds to.</summary>
internal sealed class SecretWriter(SecretStore secrets, DeviceState state)
{
    /// <exception cref="MessageSecretMissingException">The poll, or its secret, never reached this device.</exception>
    /// <exception cref="ArgumentException">An answer is not one of the poll's.</exception>
    public async Task<Message> VoteAsync(MessageReference poll, IReadOnlyList<string> options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var secret = await FindAsync(poll, cancellationToken).ConfigureAwait(false);
        if (options.FirstOrDefault(option => !secret.PollOptions.Contains(option)) is { } foreign)
        {
            throw new ArgumentException($"The poll has no answer of {foreign.Length} characters like that one.", nameof(options));
        }

        var vote = new PollVoteMessage();
        vote.SelectedOptions.AddRange(options.Distinct().Select(option => ByteString.CopyFrom(Convert.FromHexString(PollVotes.Hash(option)))));
        var (nonce, payload) = Seal(secret, SecretUse.PollVote, poll.Id, vote);
        return new Message
        {
            PollUpdateMessage = new PollUpdateMessage
            {
                PollCreationMessageKey = MessageKeys.Write(poll),
                Vote = new PollEncValue { EncIv = nonce, EncPayload = payload },
                SenderTimestampMs = now.ToUnixTimeMilliseconds(),
            },
        };
    }

    /// <exception cref="MessageSecretMissingException">The event, or its secret, never reached this device.</exception>
    public async Task<Message> AnswerAsync(
        MessageReference appointment, EventAnswer answer, int extraGuests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (answer == EventAnswer.Unknown || !Enum.IsDefined(answer))
        {
            throw new ArgumentException("The answer is not known.", nameof(answer));
        }

        var secret = await FindAsync(appointment, cancellationToken).ConfigureAwait(false);
        var response = new EventResponseMessage
        {
            Response = (EventResponseMessage.Types.EventResponseType)answer,
            TimestampMs = now.ToUnixTimeMilliseconds(),
        };
        if (extraGuests > 0)
        {
            response.ExtraGuestCount = extraGuests;
        }

        var (nonce, payload) = Seal(secret, SecretUse.EventResponse, appointment.Id, response);
        return new Message
        {
            EncEventResponseMessage = new EncEventResponseMessage
            {
                EventCreationMessageKey = MessageKeys.Write(appointment),
                EncIv = nonce,
                EncPayload = payload,
            },
        };
    }

    private async Task<MessageSecret> FindAsync(MessageReference target, CancellationToken cancellationToken) =>
        await secrets.FindAsync(target.Id, target.Sender, cancellationToken).ConfigureAwait(false) ?? throw new MessageSecretMissingException();

    private (ByteString Nonce, ByteString Payload) Seal(MessageSecret secret, SecretUse use, string id, IMessage content)
    {
        var nonce = RandomNumberGenerator.GetBytes(SecretBox.NonceLength);
        var actor = OwnInFormOf(state.Credentials, secret.Author);
        var payload = SecretBox.Seal(secret.Secret.Span, use, id, secret.Author, actor, nonce, content.ToByteArray());
        return (ByteString.CopyFrom(nonce), ByteString.CopyFrom(payload));
    }

    private static Jid OwnInFormOf(DeviceCredentials credentials, Jid other) =>
        (other.IsLid ? credentials.LidJid ?? credentials.PhoneJid : credentials.PhoneJid)?.ToUser()
        ?? throw new WhatsAppNotConnectedException("The device is not paired.");
}
