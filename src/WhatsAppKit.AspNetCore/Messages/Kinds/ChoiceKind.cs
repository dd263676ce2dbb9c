using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class ChoiceKind(StoredMessages rows) : ContentKind<SendChoiceRequest>(rows)
{
    private const int MaxId = 4096;
    private const int MaxIndex = 100;

    public override string Name => "choice";

    protected override MessageContent Content(SendChoiceRequest request)
    {
        var kind = request.Type switch
        {
            "button" => InteractiveReplyKind.Button,
            "list" => InteractiveReplyKind.List,
            "template" => InteractiveReplyKind.Template,
            "native-flow" => InteractiveReplyKind.NativeFlow,
            _ => throw GatewayException.Invalid("type", "button, list, template or native-flow is needed."),
        };
        if (request.ReplyTo is null)
        {
            throw GatewayException.Invalid("replyTo", "The message with the choices is needed.");
        }

        return new InteractiveReplyContent(kind, Fields.Text(request.SelectedId, "selectedId", MaxId), Fields.Text(request.Text, "text", Fields.MaxShort))
        {
            Index = Fields.Number(request.Index, "index", 0, MaxIndex, 0),
            FlowName = Fields.Optional(request.FlowName, "flowName"),
        };
    }
}
