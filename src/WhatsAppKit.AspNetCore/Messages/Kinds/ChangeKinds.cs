using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Edits a message; the path names it.</summary>
internal sealed record EditRequest : MessageActionRequest
{
    public string? Text { get; init; }
}

/// <summary>Deletes a message for everyone; the path names it.</summary>
internal sealed record DeleteRequest : MessageActionRequest;

internal sealed class EditKind(StoredMessages rows, OwnActions done) : ActionKind<EditRequest>(rows, done)
{
    public override string Name => "edit";

    public override void Check(EditRequest request)
    {
        base.Check(request);
        Fields.Text(request.Text, "text", MessageService.MaxTextLength);
    }

    protected override string? TextOf(EditRequest request) => request.Text;

    protected override void CheckTarget(EditRequest request, StoredMessage row)
    {
        if (!row.IsOutgoing || row.RevokedAt is not null || Changed(row, request) is null)
        {
            throw new GatewayException(422, Contracts.ProblemCodes.MessageNotSendable, "Only an own message with text or a caption can be edited.");
        }
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, EditRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.EditAsync(target, Changed(row, request)!, Ids(target, id), cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, EditRequest request) => new MessageEdited(target, Changed(row, request)!);

    // In a channel an edit has the id of the message.
    private static string? Ids(MessageReference target, string id) => target.Chat.Server == JidServer.Newsletter ? null : id;

    private MessageContent? Changed(StoredMessage row, EditRequest request) => Rows.Body(row)?.Content switch
    {
        TextContent => new TextContent(request.Text!),
        ImageContent image => image with { Caption = request.Text },
        VideoContent { IsNote: false } video => video with { Caption = request.Text },
        DocumentContent document => document with { Caption = request.Text },
        _ => null,
    };
}

internal sealed class DeleteKind(StoredMessages rows, OwnActions done) : ActionKind<DeleteRequest>(rows, done)
{
    public override string Name => "delete";

    protected override void CheckTarget(DeleteRequest request, StoredMessage row)
    {
        if (!row.IsOutgoing && !Jid.Parse(row.Chat).IsGroup)
        {
            throw new GatewayException(422, Contracts.ProblemCodes.MessageNotSendable, "Another person's message can be deleted in a group only.");
        }
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, DeleteRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.RevokeAsync(target, target.Chat.Server == JidServer.Newsletter ? null : id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, DeleteRequest request) => new MessageRevoked(target, ByAdmin: !row.IsOutgoing);
}
