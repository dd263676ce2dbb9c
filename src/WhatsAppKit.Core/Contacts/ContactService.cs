using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Who is on WhatsApp, and what people and businesses show of themselves.</summary>
/// <remarks>
/// Every method throws <see cref="WhatsAppNotConnectedException"/> without a connection, <see cref="RequestTimeoutException"/> when
/// the server does not answer, and <see cref="WhatsAppRequestException"/> when it refuses.
/// </remarks>
public sealed class ContactService
{
    private const int MinDigits = 5;
    private const int MaxDigits = 15;

    private readonly IWhatsAppSession _session;
    private readonly UserLookup _lookup;

    internal ContactService(IWhatsAppSession session, UserLookup lookup, BlockList blockList)
    {
        _session = session;
        _lookup = lookup;
        BlockList = blockList;
        Links = new ContactLinks(session);
    }

    /// <summary>Whom this account has blocked.</summary>
    public BlockList BlockList { get; }

    /// <summary>Short links to people and businesses.</summary>
    public ContactLinks Links { get; }

    /// <summary>Finds out which phone numbers are on WhatsApp, in requests of at most 100 numbers.</summary>
    /// <param name="numbers">Numbers in international form: 5 to 15 digits, with or without +, spaces and dashes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each number, in the same order.</returns>
    /// <exception cref="ArgumentException">A text is no phone number; the message says which by its position, from 0.</exception>
    public async Task<IReadOnlyList<NumberCheck>> CheckNumbersAsync(IEnumerable<string> numbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var asked = numbers.Select((number, at) => (Input: number, Digits: Digits(number, at))).ToArray();
        var found = new Dictionary<string, BinaryNode>();
        foreach (var batch in asked.Select(each => each.Digits).Distinct().Chunk(UserLookup.MaxBatch))
        {
            var answers = await _lookup.AskAsync(
                [
                    new BinaryNode("contact", [("addressing_mode", "lid")]),
                    new BinaryNode("business", null, new BinaryNode("verified_name")),
                    new BinaryNode("lid"),
                ],
                [.. batch.Select(digits => new BinaryNode(
                    "user", null, new BinaryNode("contact", null, Encoding.ASCII.GetBytes($"+{digits}@{JidServer.LegacyPhoneNumber}"))))],
                "interactive",
                cancellationToken).ConfigureAwait(false);
            foreach (var answer in answers)
            {
                found[new string([.. (answer.Child("contact")?.Text ?? "").TakeWhile(c => c != '@').Where(char.IsAsciiDigit)])] = answer;
            }
        }

        return [.. asked.Select(each => NumberCheck.Of(each.Input, found.GetValueOrDefault(each.Digits)))];
    }

    /// <summary>What somebody says about themselves.</summary>
    /// <param name="person">The person, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    public async Task<About> GetAboutAsync(Jid person, CancellationToken cancellationToken = default)
    {
        var user = await _lookup.AskAsync(Person(person), new BinaryNode("status"), "interactive", cancellationToken).ConfigureAwait(false);
        return About.Of(user?.Child("status"));
    }

    /// <summary>What a business shows of itself; null when the account is no business.</summary>
    /// <param name="person">The business, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    public async Task<BusinessProfile?> GetBusinessProfileAsync(Jid person, CancellationToken cancellationToken = default)
    {
        var answer = await _session.QueryAsync(
            new BinaryNode(
                "iq",
                [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "w:biz")],
                new BinaryNode("business_profile", [("v", "244")], new BinaryNode("profile", [("jid", Person(person))]))),
            cancellationToken).ConfigureAwait(false);
        return answer.Child("business_profile")?.Child("profile") is { } profile ? BusinessReader.Profile(profile) : null;
    }

    /// <summary>The name WhatsApp has certified for a business; null when there is none.</summary>
    /// <param name="person">The business, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    public async Task<BusinessName?> GetBusinessNameAsync(Jid person, CancellationToken cancellationToken = default)
    {
        var wanted = new BinaryNode("business", null, new BinaryNode("verified_name"));
        var user = await _lookup.AskAsync(Person(person), wanted, "interactive", cancellationToken).ConfigureAwait(false);
        return BusinessReader.Name(user?.Child("business")?.Child("verified_name"));
    }

    internal static Jid Person(Jid jid) =>
        jid.IsPhoneNumber || jid.IsLid ? jid.ToUser() : throw new ArgumentException("The address is no person's.", nameof(jid));

    private static string Digits(string number, int at)
    {
        var digits = (number ?? "").Where(c => c is not ('+' or ' ' or '-' or '(' or ')' or '.')).ToArray();
        return digits.Length is >= MinDigits and <= MaxDigits && Array.TrueForAll(digits, char.IsAsciiDigit)
            ? new string(digits)
            : throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Entry {at} is no phone number."), nameof(number));
    }
}
