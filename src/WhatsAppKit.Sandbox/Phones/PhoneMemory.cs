using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using Results = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>Hands messages that the phone has to a linked device that could not read its own copy.</summary>
internal sealed class PhoneMemory(PhoneInbox inbox, PeerSender peers, WorkQueue work)
{
    /// <summary>Begins to answer a request; a request for something else than messages gets no answer.</summary>
    public void Answer(Jid device, string requestId, PeerDataOperationRequestMessage request)
    {
        if (request.PeerDataOperationRequestType == PeerDataOperationRequestType.PlaceholderMessageResend)
        {
            string[] ids = [.. request.PlaceholderMessageResendRequest.Select(asked => asked.MessageKey?.Id).OfType<string>()];
            work.TryAdd("hand over messages", token => AnswerAsync(device, requestId, ids, token));
        }
    }

    private async Task AnswerAsync(Jid device, string requestId, string[] ids, CancellationToken cancellationToken)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        foreach (var id in ids.Where(id => id.Length > 0))
        {
            if (await inbox.GetAsync(PhoneInbox.ContentKind, id, cancellationToken).ConfigureAwait(false) is { } bytes)
            {
                found.Add(bytes);
            }
        }

        await OfferAsync(device, requestId, found, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands messages to a linked device.</summary>
    public Task OfferAsync(Jid device, string requestId, IEnumerable<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        var answer = new PeerDataOperationRequestResponseMessage
        {
            PeerDataOperationRequestType = PeerDataOperationRequestType.PlaceholderMessageResend,
            StanzaId = requestId,
        };
        answer.PeerDataOperationResult.AddRange(messages.Select(message => new Results.PeerDataOperationResult
        {
            PlaceholderMessageResendResponse = new Results.PeerDataOperationResult.Types.PlaceholderMessageResendResponse
            {
                WebMessageInfoBytes = ByteString.CopyFrom(message.Span),
            },
        }));
        var told = new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestResponseMessage,
            PeerDataOperationRequestResponseMessage = answer,
        };
        return peers.SendAsync(device, told, [], cancellationToken);
    }
}
