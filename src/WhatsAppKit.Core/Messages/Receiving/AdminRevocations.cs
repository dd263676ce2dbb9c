using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Only administrators delete what others wrote in a group. A deletion in a group this device does not know yet waits, durably,
/// until the server has told who administrates it.
/// </summary>
internal sealed class AdminRevocations(GroupDirectory groups, DeviceState state, WorkQueue work)
{
    private const string Key = "waiting";
    private const int MaxWaiting = 256;

    /// <summary>True when the deletion counts now; one that waits is raised later.</summary>
    public async ValueTask<bool> CountsAsync(
        StateTransaction transaction, MessageEnvelope envelope, MessageRevoked revoked, CancellationToken cancellationToken)
    {
        if (groups.Find(envelope.Source.Chat) is { } group)
        {
            return IsAdmin(group, envelope.Source);
        }

        var stored = await ReadAsync(transaction, cancellationToken).ConfigureAwait(false);
        stored.Waiting.Add(new StoredRevocation
        {
            Envelope = ByteString.CopyFrom(new Placeholder(envelope, null).ToRecord()),
            TargetId = revoked.Target.Id,
            TargetSender = revoked.Target.Sender.ToString(),
            TargetFromMe = revoked.Target.FromMe,
        });
        while (stored.Waiting.Count > MaxWaiting)
        {
            stored.Waiting.RemoveAt(0);
        }

        Write(transaction, stored);
        Resume();
        return false;
    }

    /// <summary>Looks after what waits, also from before a restart.</summary>
    public void Resume() => work.TryAdd("ask who may delete messages", DecideAsync);

    /// <summary>Asks about the groups that deletions wait for, and raises those that count.</summary>
    public async Task DecideAsync(CancellationToken cancellationToken)
    {
        var waiting = await state.UpdateAsync(
            async transaction => (await ReadAsync(transaction, cancellationToken).ConfigureAwait(false)).Waiting.Select(SourceOf).ToArray(),
            cancellationToken).ConfigureAwait(false);
        var known = new Dictionary<Jid, Group?>();
        foreach (var chat in waiting.Select(source => source.Chat).Distinct())
        {
            known.Add(chat, await FindAsync(chat, cancellationToken).ConfigureAwait(false));
        }

        if (known.Count > 0)
        {
            await state.UpdateAsync(transaction => RaiseAsync(transaction, known, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsAdmin(Group group, MessageSource source) => group.Participants.Any(member =>
        member.IsAdmin && (member.Is(source.Sender.ToUser()) || (source.SenderAlternate is { } other && member.Is(other.ToUser()))));

    private static async ValueTask<StoredRevocations> ReadAsync(StateTransaction transaction, CancellationToken cancellationToken) =>
        await transaction.GetAsync(StoreKind.Revocation, Key, cancellationToken).ConfigureAwait(false) is { } record
            ? StoredRevocations.Parser.ParseFrom(record.Span)
            : new StoredRevocations();

    private static void Write(StateTransaction transaction, StoredRevocations stored) => transaction.Set(
        stored.Waiting.Count == 0 ? StoreChange.Delete(StoreKind.Revocation, Key) : StoreChange.Set(StoreKind.Revocation, Key, stored.ToByteArray()));

    /// <summary>The group; null when this account is in it no more, and nobody's word counts.</summary>
    private async Task<Group?> FindAsync(Jid chat, CancellationToken cancellationToken)
    {
        try
        {
            return await groups.GetAsync(chat, cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppRequestException error) when (!error.IsTransient)
        {
            return null;
        }
    }

    private static async Task RaiseAsync(StateTransaction transaction, Dictionary<Jid, Group?> known, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(transaction, cancellationToken).ConfigureAwait(false);
        foreach (var each in stored.Waiting.Where(each => known.ContainsKey(SourceOf(each).Chat)).ToArray())
        {
            stored.Waiting.Remove(each);
            var envelope = Placeholder.Read(each.Envelope.Memory).Envelope;
            if (known[envelope.Source.Chat] is { } group && IsAdmin(group, envelope.Source))
            {
                var target = new MessageReference(envelope.Source.Chat, each.TargetId, Jid.Parse(each.TargetSender), each.TargetFromMe);
                transaction.Raise(envelope.Address(new MessageRevoked(target, ByAdmin: true)));
            }
        }

        Write(transaction, stored);
    }

    private static MessageSource SourceOf(StoredRevocation stored) => Placeholder.Read(stored.Envelope.Memory).Envelope.Source;
}
