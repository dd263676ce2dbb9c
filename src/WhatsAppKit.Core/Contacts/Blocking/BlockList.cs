using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Whom this account has blocked: their messages do not reach it. Errors are those of <see cref="ContactService"/>.</summary>
public sealed class BlockList
{
    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly UserLookup _lookup;

    internal BlockList(IWhatsAppSession session, DeviceState state, UserLookup lookup)
    {
        _session = session;
        _state = state;
        _lookup = lookup;
    }

    /// <summary>Everybody who is blocked, by LID or phone number as the server names them.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<Jid>> GetAsync(CancellationToken cancellationToken = default) =>
        Read(await _session.QueryAsync(Iq("get"), cancellationToken).ConfigureAwait(false))
        ?? throw new ProtocolException("The answer to a question about the block list has none.");

    /// <summary>Blocks somebody.</summary>
    /// <param name="person">The person, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting; the person may still be blocked.</param>
    /// <returns>Everybody who is blocked now.</returns>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    /// <exception cref="RecipientNotFoundException">The person is not on WhatsApp.</exception>
    public Task<IReadOnlyList<Jid>> BlockAsync(Jid person, CancellationToken cancellationToken = default) => ChangeAsync("block", person, cancellationToken);

    /// <summary>Lets somebody write again.</summary>
    /// <param name="person">The person, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Everybody who is blocked now.</returns>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    /// <exception cref="RecipientNotFoundException">The person is not on WhatsApp.</exception>
    public Task<IReadOnlyList<Jid>> UnblockAsync(Jid person, CancellationToken cancellationToken = default) => ChangeAsync("unblock", person, cancellationToken);

    private static BinaryNode Iq(string type, params BinaryNode[] children)
    {
        NodeAttribute[] attributes = [("to", Jid.WhatsAppServer), ("type", type), ("xmlns", "blocklist")];
        return children.Length == 0 ? new BinaryNode("iq", attributes) : new BinaryNode("iq", attributes, children);
    }

    private static IReadOnlyList<Jid>? Read(BinaryNode answer) =>
        answer.Child("list") is { } list ? [.. list.ChildrenOf("item").Select(item => item.Jid("jid")?.ToUser()).OfType<Jid>().Distinct()] : null;

    private async Task<IReadOnlyList<Jid>> ChangeAsync(string action, Jid person, CancellationToken cancellationToken)
    {
        var user = ContactService.Person(person);
        var lid = await _lookup.LidOfAsync(user, cancellationToken).ConfigureAwait(false) ?? throw new RecipientNotFoundException();

        // The server wants the number of whom it blocks, and of nobody else.
        var phone = action != "block" ? null
            : user.IsPhoneNumber ? user
            : await _state.LidMap.PhoneOfAsync(user, cancellationToken).ConfigureAwait(false);
        var answer = await _session.QueryAsync(
            Iq("set", new BinaryNode("item", [("action", action), ("jid", lid), ("pn_jid", phone?.ToUser())])), cancellationToken).ConfigureAwait(false);
        return Read(answer) ?? await GetAsync(cancellationToken).ConfigureAwait(false);
    }
}
