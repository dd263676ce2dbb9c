using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>
/// Issues tokens to the people this account writes to, once a week each, so that they may write back. It works beside the
/// sending and never holds it up; what fails is tried again after the next message.
/// </summary>
internal sealed class PrivacyTokenIssuer(
    IWhatsAppSession session, DeviceState state, PrivacyTokenStore tokens, WorkQueue work, TimeProvider time)
{
    private readonly HashSet<Jid> _underWay = [];
    private readonly Lock _gate = new();

    /// <summary>A message went out to that person.</summary>
    public void Wrote(Jid address) => Begin(address, IssueIfDueAsync);

    /// <summary>The server announces in a notification that a person's phone is another now: it lost the token it had.</summary>
    public Task HandleIdentityAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (notification.Child("identity") is not null && notification.Jid("from") is { Device: 0 } user)
        {
            Begin(user, ReissueAsync);
        }

        return Task.CompletedTask;
    }

    private void Begin(Jid address, Func<Jid, CancellationToken, Task> issue)
    {
        var contact = address.ToUser();
        if (!RegularContact.Is(contact) || state.Credentials.IsOwnUser(contact))
        {
            return;
        }

        lock (_gate)
        {
            if (!_underWay.Add(contact))
            {
                return;
            }
        }

        if (!work.TryAdd("issue a privacy token", token => RunAsync(contact, issue, token)))
        {
            End(contact);
        }
    }

    private async Task RunAsync(Jid contact, Func<Jid, CancellationToken, Task> issue, CancellationToken cancellationToken)
    {
        try
        {
            await issue(contact, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            End(contact);
        }
    }

    private void End(Jid contact)
    {
        lock (_gate)
        {
            _underWay.Remove(contact);
        }
    }

    private async Task IssueIfDueAsync(Jid contact, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (TokenPeriod.IsDue((await tokens.FindAsync(contact, cancellationToken).ConfigureAwait(false)).IssuedAt, now))
        {
            await IssueAsync(contact, now.ToUnixTimeSeconds(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The same time again: for the server it is the token that was issued before.</summary>
    private async Task ReissueAsync(Jid contact, CancellationToken cancellationToken)
    {
        var known = await tokens.FindAsync(contact, cancellationToken).ConfigureAwait(false);
        if (known.IssuedAt is { } issued && TokenPeriod.IsValid(issued, time.GetUtcNow()))
        {
            await IssueAsync(contact, issued, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task IssueAsync(Jid contact, long at, CancellationToken cancellationToken)
    {
        // Without a setting that says otherwise the server knows trusted contacts by number.
        var named = await state.LidMap.PhoneOfAsync(contact, cancellationToken).ConfigureAwait(false) ?? contact;
        var answer = await session.QueryAsync(PrivacyTokenNodes.Issue(named, at), cancellationToken).ConfigureAwait(false);
        await state.UpdateAsync(
            async transaction =>
            {
                foreach (var (token, timestamp) in PrivacyTokenNodes.Read(answer))
                {
                    await tokens.LearnAsync(transaction, contact, token, timestamp, cancellationToken).ConfigureAwait(false);
                }

                await PrivacyTokenStore.IssuedAsync(transaction, contact, at, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
