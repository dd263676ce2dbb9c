using Google.Protobuf;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Keys;

/// <summary>Asks the phone for keys it has not shared: each at most once a day.</summary>
internal sealed class KeyRequests(DeviceState state, ISessionStore store, PeerSender peers, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(24);

    /// <summary>Where it is noted that a key was asked for.</summary>
    public static string RecordKey(ReadOnlyMemory<byte> id) => "key/" + KeyRing.Name(id.Span);

    public async Task AskAsync(IReadOnlyList<ReadOnlyMemory<byte>> ids, CancellationToken cancellationToken)
    {
        var asked = await store.GetManyAsync(StoreKind.AppStateRequest, [.. ids.Select(RecordKey)], cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte>[] wanted = [.. ids.Where(id => !asked.ContainsKey(RecordKey(id)))];
        if (wanted.Length == 0 || state.Credentials is not { PhoneJid: { Device: > 0 } own })
        {
            return;
        }

        var request = new Message.Types.AppStateSyncKeyRequest();
        request.KeyIds.AddRange(wanted.Select(id => new Message.Types.AppStateSyncKeyId { KeyId = ByteString.CopyFrom(id.Span) }));
        var content = new Message.Types.ProtocolMessage
        {
            Type = Message.Types.ProtocolMessage.Types.Type.AppStateSyncKeyRequest,
            AppStateSyncKeyRequest = request,
        };
        var until = time.GetUtcNow() + Interval;
        StoreChange[] notes = [.. wanted.Select(id => StoreChange.Set(StoreKind.AppStateRequest, RecordKey(id), new byte[] { 1 }, until))];
        try
        {
            await peers.SendAsync(own.ToUser(), content, notes, new PeerStanza(Priority: "high"), cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppException)
        {
            // It did not leave, as far as is known: a day would be long to wait.
            await state.UpdateAsync(
                transaction =>
                {
                    Array.ForEach(wanted, id => transaction.Set(StoreChange.Delete(StoreKind.AppStateRequest, RecordKey(id))));
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
            throw;
        }
    }
}
