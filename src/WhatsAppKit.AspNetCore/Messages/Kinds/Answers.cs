using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>The words for answers to an event.</summary>
internal static class Answers
{
    public static EventAnswer? Parse(string? word) => word switch
    {
        "going" => EventAnswer.Going,
        "not-going" => EventAnswer.NotGoing,
        "maybe" => EventAnswer.Maybe,
        _ => null,
    };

    public static string Word(EventAnswer answer) => answer switch
    {
        EventAnswer.Going => "going",
        EventAnswer.NotGoing => "not-going",
        EventAnswer.Maybe => "maybe",
        _ => "unknown",
    };
}
