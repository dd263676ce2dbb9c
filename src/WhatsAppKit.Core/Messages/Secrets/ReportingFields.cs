namespace WhatsAppKit.Core.Messages;

/// <summary>Which fields of a message, and of the messages inside it, a report of the message covers.</summary>
internal sealed class ReportingFields
{
    // The context info's forwarding flags.
    private static readonly ReportingFields Forwarding = Of(21, 22);

    private readonly Dictionary<int, ReportingFields?> _fields = [];

    /// <summary>The fields of a whole message.</summary>
    public static ReportingFields Message { get; } = Build();

    /// <summary>True when a field is covered; with the fields inside it, or null when it is covered as a whole.</summary>
    public bool TryGet(int number, out ReportingFields? inside) => _fields.TryGetValue(number, out inside);

    private static ReportingFields Of(params int[] numbers)
    {
        var fields = new ReportingFields();
        foreach (var number in numbers)
        {
            fields._fields.Add(number, null);
        }

        return fields;
    }

    private ReportingFields And(int number, ReportingFields inside)
    {
        _fields.Add(number, inside);
        return this;
    }

    private static ReportingFields Build()
    {
        var poll = Of(2).And(3, Of(1, 2)).And(5, Forwarding).And(8, Of(1, 2));
        var document = Of(2, 6, 7, 13, 20).And(17, Forwarding);
        var message = Of(1)
            .And(3, Of(2, 3, 8, 11, 25).And(17, Forwarding))
            .And(4, Of(1, 16).And(17, Forwarding))
            .And(5, Of(3, 4, 5, 16).And(17, Forwarding))
            .And(6, Of(1, 30).And(17, Forwarding))
            .And(7, Of(2, 7, 10, 20).And(17, Forwarding))
            .And(8, Of(2, 7, 9, 21).And(17, Forwarding))
            .And(9, document)
            .And(18, Of(6, 16).And(17, Forwarding))
            .And(26, Of(4, 5, 8, 13).And(17, Forwarding))
            .And(28, Of(1, 2, 4, 5, 6).And(7, Forwarding))
            .And(49, poll)
            .And(60, poll)
            .And(64, poll)
            .And(66, document)
            .And(88, Of(1).And(2, Of(1)).And(3, Forwarding));

        // A message inside a message is covered by the same rules, as the web client has it. The reference clients of the
        // protocol notes cover nothing of it instead; the server has no way to tell.
        message.And(12, Of(1, 2, 15).And(14, message));
        foreach (var wrapper in (int[])[37, 53, 55, 58, 59, 74, 87, 92, 93, 94])
        {
            message.And(wrapper, new ReportingFields().And(1, message));
        }

        return message;
    }
}
