using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Buttons, lists and templates, and the answers to them, on the wire.</summary>
internal static class InteractiveWire
{
    public static Message Write(InteractiveReplyContent content) => content.Kind switch
    {
        InteractiveReplyKind.Button => new Message
        {
            ButtonsResponseMessage = new ButtonsResponseMessage
            {
                SelectedButtonId = content.SelectedId,
                SelectedDisplayText = content.Text,
                Type = ButtonsResponseMessage.Types.Type.DisplayText,
            },
        },
        InteractiveReplyKind.List => new Message
        {
            ListResponseMessage = new ListResponseMessage
            {
                Title = content.Text,
                ListType = ListResponseMessage.Types.ListType.SingleSelect,
                SingleSelectReply = new ListResponseMessage.Types.SingleSelectReply { SelectedRowId = content.SelectedId },
            },
        },
        InteractiveReplyKind.Template => new Message
        {
            TemplateButtonReplyMessage = new TemplateButtonReplyMessage
            {
                SelectedId = content.SelectedId,
                SelectedDisplayText = content.Text,
                SelectedIndex = (uint)Math.Max(0, content.Index),
            },
        },
        InteractiveReplyKind.NativeFlow => new Message
        {
            InteractiveResponseMessage = new InteractiveResponseMessage
            {
                Body = new InteractiveResponseMessage.Types.Body { Text = content.Text, Format = InteractiveResponseMessage.Types.Body.Types.Format.Default },
                NativeFlowResponseMessage = new InteractiveResponseMessage.Types.NativeFlowResponseMessage
                {
                    Name = content.FlowName ?? throw new ArgumentException("The answer names no flow.", nameof(content)),
                    ParamsJson = content.SelectedId,
                    Version = 1,
                },
            },
        },
        _ => throw new ArgumentException("The kind of answer is not known.", nameof(content)),
    };

    public static MessageContent? Read(Message message) => ReadReply(message) ?? (MessageContent?)ReadChoices(message);

    private static InteractiveReplyContent? ReadReply(Message message) =>
        message.ButtonsResponseMessage is { } button
            ? new InteractiveReplyContent(InteractiveReplyKind.Button, button.SelectedButtonId, button.SelectedDisplayText)
        : message.ListResponseMessage is { } list
            ? new InteractiveReplyContent(InteractiveReplyKind.List, list.SingleSelectReply?.SelectedRowId ?? "", list.Title)
        : message.TemplateButtonReplyMessage is { } template
            ? new InteractiveReplyContent(InteractiveReplyKind.Template, template.SelectedId, template.SelectedDisplayText)
            {
                Index = WireNumbers.Count(template.SelectedIndex),
            }
        : message.InteractiveResponseMessage is { } flow
            ? new InteractiveReplyContent(InteractiveReplyKind.NativeFlow, flow.NativeFlowResponseMessage?.ParamsJson ?? "", flow.Body?.Text ?? "")
            {
                FlowName = flow.NativeFlowResponseMessage?.Name,
            }
        : null;

    private static InteractiveContent? ReadChoices(Message message) =>
        message.ButtonsMessage is { } buttons ? Read(buttons)
        : message.ListMessage is { } list ? Read(list)
        : message.TemplateMessage is { } template ? Read(template)
        : message.InteractiveMessage is { } interactive ? Read(interactive)
        : null;

    private static InteractiveContent Read(ButtonsMessage message) =>
        new(message.ContentText, [.. message.Buttons.Select(button => new InteractiveChoice(button.ButtonId, button.ButtonText?.DisplayText ?? ""))])
        {
            Footer = Optional(message.FooterText),
            Title = Optional(message.Text),
        };

    private static InteractiveContent Read(ListMessage message) =>
        new(message.Description, [.. message.Sections.SelectMany(section => section.Rows).Select(row => new InteractiveChoice(row.RowId, row.Title))])
        {
            Footer = Optional(message.FooterText),
            Title = Optional(message.Title),
        };

    private static InteractiveContent? Read(TemplateMessage message) =>
        (message.HydratedTemplate ?? message.HydratedFourRowTemplate) is { } template
            ? new InteractiveContent(template.HydratedContentText, [.. template.HydratedButtons.Select(Read)])
            {
                Footer = Optional(template.HydratedFooterText),
                Title = Optional(template.HydratedTitleText),
            }
        : message.InteractiveMessageTemplate is { } interactive ? Read(interactive)
        : null;

    private static InteractiveChoice Read(HydratedTemplateButton button) =>
        button.QuickReplyButton is { } reply ? new InteractiveChoice(reply.Id, reply.DisplayText)
        : button.UrlButton is { } url ? new InteractiveChoice(url.Url, url.DisplayText)
        : new InteractiveChoice(button.CallButton?.PhoneNumber ?? "", button.CallButton?.DisplayText ?? "");

    private static InteractiveContent Read(InteractiveMessage message) =>
        new(
            message.Body?.Text ?? "",
            [.. message.NativeFlowMessage?.Buttons.Select(button => new InteractiveChoice(button.ButtonParamsJson, button.Name)) ?? []])
        {
            Footer = Optional(message.Footer?.Text ?? ""),
            Title = Optional(message.Header?.Title ?? ""),
        };

    private static string? Optional(string text) => text.Length == 0 ? null : text;
}
