using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class GroupInviteKind(StoredMessages rows) : ContentKind<SendGroupInviteRequest>(rows)
{
    private const int MaxCode = 100;
    private const int MaxName = 255;

    public override string Name => "group-invite";

    protected override MessageContent Content(SendGroupInviteRequest request) =>
        new GroupInviteContent(
            Recipient.Group(request.GroupId, "groupId"), Fields.Text(request.Code, "code", MaxCode), Fields.Text(request.GroupName, "groupName", MaxName))
        {
            ExpiresAt = request.ExpiresAt is { } at ? Fields.Time(at, "expiresAt") : null,
            Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
        };
}

internal sealed class ChannelInviteKind(StoredMessages rows) : ContentKind<SendChannelInviteRequest>(rows)
{
    private const int MaxName = 255;

    public override string Name => "channel-invite";

    protected override MessageContent Content(SendChannelInviteRequest request) =>
        new ChannelAdminInviteContent(Recipient.Channel(request.ChannelId, "channelId"), Fields.Text(request.ChannelName, "channelName", MaxName))
        {
            ExpiresAt = request.ExpiresAt is { } at ? Fields.Time(at, "expiresAt") : null,
            Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
        };
}
