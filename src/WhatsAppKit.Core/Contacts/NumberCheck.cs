using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Whether a phone number is on WhatsApp.</summary>
/// <param name="Input">The number as it was given.</param>
/// <param name="IsOnWhatsApp">True when it is; null when the server did not say.</param>
public sealed record NumberCheck(string Input, bool? IsOnWhatsApp)
{
    /// <summary>The account's phone-number address, when it is on WhatsApp. It may differ from the number that was asked for.</summary>
    public Jid? Phone { get; init; }

    /// <summary>The account's LID, when it is on WhatsApp and the server tells it.</summary>
    public Jid? Lid { get; init; }

    /// <summary>The certified name, when the account is a business and has one.</summary>
    public BusinessName? BusinessName { get; init; }

    internal static NumberCheck Of(string input, BinaryNode? answer)
    {
        var contact = answer?.Child("contact");
        if (answer is null || contact?["type"] is not { } type || contact.Child("error") is not null)
        {
            return new NumberCheck(input, null);
        }

        return type != "in" ? new NumberCheck(input, false) : new NumberCheck(input, true)
        {
            Phone = UserLookup.PhoneIn(answer),
            Lid = UserLookup.LidIn(answer),
            BusinessName = BusinessReader.Name(answer.Child("business")?.Child("verified_name")),
        };
    }
}
