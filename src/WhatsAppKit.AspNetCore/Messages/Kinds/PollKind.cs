using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class PollKind(StoredMessages rows) : ContentKind<SendPollRequest>(rows)
{
    private const int MaxQuestion = 255;
    private const int MaxOption = 100;

    public override string Name => "poll";

    protected override MessageContent Content(SendPollRequest request)
    {
        var question = Fields.Text(request.Question, "question", MaxQuestion);
        if (request.Options is not { Count: >= PollContent.MinOptions and <= PollContent.MaxOptions } options
            || options.Any(option => string.IsNullOrWhiteSpace(option) || option.Length > MaxOption)
            || options.Distinct(StringComparer.Ordinal).Count() != options.Count)
        {
            throw GatewayException.Invalid(
                "options", $"{PollContent.MinOptions} to {PollContent.MaxOptions} different answers of 1 to {MaxOption} characters are needed.");
        }

        return new PollContent(question, options) { MaxSelections = Fields.Number(request.MaxSelections, "maxSelections", 0, options.Count, 1) };
    }
}
