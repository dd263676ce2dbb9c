using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Polls on the wire.</summary>
internal static class PollWire
{
    public static Message Write(PollContent content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(content.Question);
        var options = content.Options;
        if (options.Count is < PollContent.MinOptions or > PollContent.MaxOptions
            || options.Any(string.IsNullOrWhiteSpace)
            || options.Distinct(StringComparer.Ordinal).Count() != options.Count)
        {
            throw new ArgumentException($"A poll has {PollContent.MinOptions} to {PollContent.MaxOptions} different answers.", nameof(content));
        }

        if (content.MaxSelections < 0 || content.MaxSelections > options.Count)
        {
            throw new ArgumentException("The number of selections goes from 0 (any) to the number of answers.", nameof(content));
        }

        var poll = new PollCreationMessage { Name = content.Question, SelectableOptionsCount = (uint)content.MaxSelections };
        poll.Options.AddRange(options.Select(option => new PollCreationMessage.Types.Option { OptionName = option }));

        // Official clients use the third version for a single choice.
        return content.MaxSelections == 1 ? new Message { PollCreationMessageV3 = poll } : new Message { PollCreationMessage = poll };
    }

    public static PollContent? Read(Message message) =>
        PollCreation.Of(message) is { } poll
            ? new PollContent(poll.Name, [.. poll.Options.Select(option => option.OptionName)])
            {
                MaxSelections = WireNumbers.Count(poll.SelectableOptionsCount),
            }
            : null;
}
