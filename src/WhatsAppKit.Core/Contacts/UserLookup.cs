using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Asks the server about people (<c>usync</c>) and notes which LIDs it names.</summary>
internal sealed class UserLookup(IWhatsAppSession session, DeviceState state, PrivacyTokenStore tokens)
{
    /// <summary>How many people one request asks about.</summary>
    public const int MaxBatch = 100;

    private int _lastSid;

    /// <summary>What the server says about one person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="wanted">What to ask for.</param>
    /// <param name="context">What for, in the server's words.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The <c>user</c> node; null when there is none.</returns>
    public async Task<BinaryNode?> AskAsync(Jid person, BinaryNode wanted, string context, CancellationToken cancellationToken)
    {
        var user = person.ToUser();
        var token = state.IsLoaded && state.Credentials.IsOwnUser(user) ? default : await tokens.ValidAsync(user, cancellationToken).ConfigureAwait(false);
        BinaryNode[] children = token.IsEmpty ? [] : [PrivacyTokenNodes.Attached(token)];
        var answers = await AskAsync([wanted], [new BinaryNode("user", [("jid", user)], children)], context, cancellationToken).ConfigureAwait(false);
        return answers is [var only] ? only : answers.FirstOrDefault(answer => answer.Jid("jid")?.ToUser() == user || answer.Jid("pn_jid")?.ToUser() == user);
    }

    /// <summary>What the server says about some people, at most <see cref="MaxBatch"/>.</summary>
    public async Task<IReadOnlyList<BinaryNode>> AskAsync(
        BinaryNode[] wanted, BinaryNode[] users, string context, CancellationToken cancellationToken)
    {
        var sid = Interlocked.Increment(ref _lastSid).ToString(CultureInfo.InvariantCulture);
        var answer = await session.QueryAsync(
            new BinaryNode(
                "iq",
                [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "usync")],
                new BinaryNode(
                    "usync",
                    [("sid", "contacts-" + sid), ("mode", "query"), ("last", "true"), ("index", "0"), ("context", context)],
                    new BinaryNode("query", null, wanted),
                    new BinaryNode("list", null, users))),
            cancellationToken).ConfigureAwait(false);
        var usync = answer.Child("usync") ?? throw new ProtocolException("The answer to a question about people has no answers.");
        foreach (var protocol in wanted)
        {
            if (usync.Child("result")?.Child(protocol.Tag)?.Child("error") is { } error)
            {
                throw new WhatsAppRequestException($"usync {protocol.Tag}", (int)Math.Clamp(error.Number("code") ?? 0, 0, int.MaxValue), error["text"] ?? "without a reason");
            }
        }

        var found = usync.Child("list")?.ChildrenOf("user").Take(users.Length).ToArray() ?? [];
        await LearnAsync(found, cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>The LID of a person, asked for where it is not known; null when the person is not on WhatsApp.</summary>
    public async Task<Jid?> LidOfAsync(Jid person, CancellationToken cancellationToken) =>
        person.IsLid ? person.ToUser()
        : await state.LidMap.LidOfAsync(person.ToUser(), cancellationToken).ConfigureAwait(false)
            ?? (await AskAsync(person, new BinaryNode("lid"), "background", cancellationToken).ConfigureAwait(false) is { } user ? LidIn(user) : null);

    /// <summary>The phone-number address in an answer.</summary>
    public static Jid? PhoneIn(BinaryNode user) =>
        user.Jid("pn_jid") is { IsPhoneNumber: true } phone ? phone.ToUser() : user.Jid("jid") is { IsPhoneNumber: true } jid ? jid.ToUser() : null;

    /// <summary>The LID in an answer.</summary>
    public static Jid? LidIn(BinaryNode user) =>
        user.Jid("jid") is { IsLid: true } jid ? jid.ToUser() : user.Child("lid")?.Jid("val") is { IsLid: true } lid ? lid.ToUser() : null;

    private Task LearnAsync(IEnumerable<BinaryNode> users, CancellationToken cancellationToken)
    {
        (Jid, Jid)[] pairs = [.. users.Select(user => (Phone: PhoneIn(user), Lid: LidIn(user)))
            .Where(pair => pair is { Phone: not null, Lid: not null }).Select(pair => (pair.Phone!.Value, pair.Lid!.Value))];
        return pairs.Length == 0
            ? Task.CompletedTask
            : state.UpdateAsync(transaction => transaction.LearnLidsAsync(pairs, cancellationToken).AsTask(), cancellationToken);
    }
}
