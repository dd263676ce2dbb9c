using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>
/// Draws the consequences of verified records inside the transaction that stores them: what they mean for this device, and the
/// events they stand for. Of several records about one thing only the last counts.
/// </summary>
internal static class ActionProjector
{
    // More at once would end the stream of a reader that is not even slow.
    private const int MaxSingleEvents = 100;

    /// <summary>Projects records; the account's new name when they change it, otherwise null.</summary>
    public static async Task<string?> ProjectAsync(
        StateTransaction transaction,
        string collection,
        ulong version,
        IReadOnlyList<OpenedRecord> records,
        Origin origin,
        CancellationToken cancellationToken)
    {
        var events = new List<AppStateEvent>(records.Count);
        var pairs = new List<(Jid Phone, Jid Lid)>();
        string? newName = null;
        foreach (var (index, record) in Last(records))
        {
            var value = record.Data.Value ?? new SyncActionValue();
            newName = Apply(transaction, index, value, record.IsRemoval, pairs) ?? newName;
            events.Add(StateActionReader.Read(index, value, transaction.Credentials) with
            {
                Operation = record.IsRemoval ? AppStateOperation.Remove : AppStateOperation.Set,
                FromFullSync = origin.IsFull,
                Timestamp = StateActionReader.Milliseconds(value.Timestamp),
            });
        }

        if (pairs.Count > 0)
        {
            await transaction.LearnLidsAsync(pairs, cancellationToken).ConfigureAwait(false);
        }

        Raise(transaction, collection, version, events, origin);
        return newName;
    }

    /// <summary>The last record about each thing, in their order.</summary>
    private static List<(IReadOnlyList<string> Index, OpenedRecord Record)> Last(IReadOnlyList<OpenedRecord> records)
    {
        var seen = new HashSet<ByteString>(records.Count);
        var last = new List<(IReadOnlyList<string>, OpenedRecord)>(records.Count);
        for (var i = records.Count - 1; i >= 0; i--)
        {
            if (seen.Add(records[i].Data.Index) && ActionIndex.Read(records[i].Data.Index) is { } index)
            {
                last.Add((index, records[i]));
            }
        }

        last.Reverse();
        return last;
    }

    private static void Raise(StateTransaction transaction, string collection, ulong version, List<AppStateEvent> events, Origin origin)
    {
        if (origin.IsWhole || events.Count > MaxSingleEvents)
        {
            transaction.Raise(new AppStateSynced(collection, (long)version, origin.IsWhole, events));
            return;
        }

        foreach (var happened in events)
        {
            transaction.Raise(happened);
        }
    }

    /// <summary>What a record means for this device itself; the account's new name when it is one.</summary>
    private static string? Apply(
        StateTransaction transaction, IReadOnlyList<string> index, SyncActionValue value, bool isRemoval, List<(Jid Phone, Jid Lid)> pairs)
    {
        switch (index[0])
        {
            case ActionNames.Salt when isRemoval:
                PrivacyTokenStore.ForgetSalt(transaction);
                break;
            case ActionNames.Salt:
                PrivacyTokenStore.LearnSalt(transaction, value.NctSaltSyncAction?.Salt.Memory ?? default);
                break;
            case ActionNames.PushName when !isRemoval && value.PushNameSetting?.Name is { Length: > 0 and <= Presence.OwnName.MaxLength } name:
                return Rename(transaction, name);
            case ActionNames.Contact when !isRemoval && StateActionReader.Contact(index, value) is { PhoneJid: { } phone, LidJid: { } lid }:
                pairs.Add((phone, lid));
                break;
            case ActionNames.PhoneOfLid when !isRemoval
                && index.Count > 1 && Jid.TryParse(index[1], out var lid) && Jid.TryParse(value.PnForLidChatAction?.PnJid, out var phone):
                pairs.Add((phone.ToUser(), lid.ToUser()));
                break;
        }

        return null;
    }

    private static string? Rename(StateTransaction transaction, string name)
    {
        if (transaction.Credentials.PushName == name)
        {
            return null;
        }

        transaction.Credentials = transaction.Credentials with { PushName = name };
        return name;
    }
}
