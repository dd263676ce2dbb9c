using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using Results = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone shares with its linked devices: it makes the keys, changes chats and contacts as they do, and helps them out.</summary>
public sealed class AppStatePhone
{
    private readonly IWhatsAppSession _session;
    private readonly DeviceFeatures _features;
    private readonly WorkQueue _work;
    private readonly TimeProvider _time;

    internal AppStatePhone(IWhatsAppSession session, DeviceFeatures features, WorkQueue work, TimeProvider time)
    {
        _session = session;
        _features = features;
        _work = work;
        _time = time;
        features.PeerMessages.Handle((_, envelope, told, _) =>
        {
            Answer(envelope.Source.Sender, envelope.Id, told);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Changes chats and messages on the phone, and so on all devices of the account.</summary>
    public ChatService Chats => _features.AppState.Chats;

    /// <summary>The phone's address book.</summary>
    public AddressBook AddressBook => _features.AppState.AddressBook;

    /// <summary>The phone's labels.</summary>
    public LabelService Labels => _features.AppState.Labels;

    /// <summary>The phone's quick replies.</summary>
    public QuickReplyService QuickReplies => _features.AppState.QuickReplies;

    /// <summary>The account's name and settings.</summary>
    public AccountSettingsService Settings => _features.AppState.Settings;

    /// <summary>False: the phone neither shares its keys nor answers questions about the app state, as when it is off. Default: true.</summary>
    public bool HelpsDevices { get; set; } = true;

    internal AppStateFeature Feature => _features.AppState;

    /// <summary>Makes a new key, with which the phone encrypts from now on. No device is told.</summary>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    public async Task RotateKeyAsync(CancellationToken cancellationToken = default)
    {
        var known = await _features.AppState.Keys.ExportAsync(cancellationToken).ConfigureAwait(false);
        var id = new byte[6];
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(2), known.Count + 1);
        var key = new StoredAppStateKeys.Types.Key
        {
            Id = ByteString.CopyFrom(id),
            Data = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(AppStateKeySet.KeyLength)),
            Timestamp = Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), known.Select(each => each.Timestamp).DefaultIfEmpty().Max() + 1),
        };
        await _features.State.UpdateAsync(transaction => KeyRing.AddAsync(transaction, [key], cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to share all keys with a linked device.</summary>
    /// <param name="device">The device's phone-number JID.</param>
    public void ShareKeys(Jid device)
    {
        if (HelpsDevices)
        {
            _work.TryAdd("share keys", token => ShareAsync(device, _ => true, token));
        }
    }

    internal async Task EnsureKeyAsync(CancellationToken cancellationToken)
    {
        if ((await _features.AppState.Keys.ExportAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await RotateKeyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands over a collection as the phone knows it, whatever somebody asked for.</summary>
    internal async Task OfferCopyAsync(
        Jid device, string requestId, string collection, Action<SyncdSnapshotRecovery>? change, CancellationToken cancellationToken)
    {
        var copy = await CopyAsync(collection, cancellationToken).ConfigureAwait(false);
        change?.Invoke(copy);
        var answer = new PeerDataOperationRequestResponseMessage
        {
            PeerDataOperationRequestType = PeerDataOperationRequestType.CompanionSyncdSnapshotFatalRecovery,
            StanzaId = requestId,
        };
        answer.PeerDataOperationResult.Add(new Results.PeerDataOperationResult
        {
            SyncdSnapshotFatalRecoveryResponse = new Results.PeerDataOperationResult.Types.SyncDSnapshotFatalRecoveryResponse
            {
                CollectionSnapshot = ByteString.CopyFrom(Compressed(copy.ToByteArray())),
                IsCompressed = true,
            },
        });
        var told = new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestResponseMessage,
            PeerDataOperationRequestResponseMessage = answer,
        };
        await _features.PeerSender.SendAsync(device, told, [], cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var writer = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            writer.Write(content);
        }

        return compressed.ToArray();
    }

    private void Answer(Jid device, string requestId, ProtocolMessage told)
    {
        if (!HelpsDevices)
        {
            return;
        }

        if (told.AppStateSyncKeyRequest is { } request)
        {
            var ids = request.KeyIds.Select(id => id.KeyId).ToHashSet();
            _work.TryAdd("share keys", token => ShareAsync(device, ids.Contains, token));
        }

        if (told.PeerDataOperationRequestMessage?.SyncdCollectionFatalRecoveryRequest is { } recovery)
        {
            _work.TryAdd("hand over a collection", token => OfferCopyAsync(device, requestId, recovery.CollectionName, null, token));
        }
    }

    private async Task ShareAsync(Jid device, Func<ByteString, bool> isWanted, CancellationToken cancellationToken)
    {
        var share = new AppStateSyncKeyShare();
        share.Keys.AddRange((await _features.AppState.Keys.ExportAsync(cancellationToken).ConfigureAwait(false)).Where(key => isWanted(key.Id)).Reverse().Select(key =>
            new AppStateSyncKey
            {
                KeyId = new AppStateSyncKeyId { KeyId = key.Id },
                KeyData = new AppStateSyncKeyData { KeyData = key.Data, Fingerprint = new AppStateSyncKeyFingerprint { CurrentIndex = 1 }, Timestamp = key.Timestamp },
            }));
        if (share.Keys.Count > 0)
        {
            var told = new ProtocolMessage { Type = ProtocolMessage.Types.Type.AppStateSyncKeyShare, AppStateSyncKeyShare = share };
            await _features.PeerSender.SendAsync(device, told, [], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The collection as the server has it for the phone, in clear.</summary>
    private async Task<SyncdSnapshotRecovery> CopyAsync(string collection, CancellationToken cancellationToken)
    {
        var answer = AppStateNodes.Read(
            await _session.QueryAsync(AppStateNodes.Fetch(collection, 0, asSnapshot: true), cancellationToken).ConfigureAwait(false), collection);
        if (answer.Snapshot is not { } reference)
        {
            return new SyncdSnapshotRecovery { Version = new SyncdVersion { Version = 0 }, CollectionName = collection, CollectionLthash = ByteString.CopyFrom(new byte[LtHash.Length]) };
        }

        var bytes = await _features.AppState.Blobs.FetchAsync(ExternalBlobReference.Parser.ParseFrom(reference.Span), cancellationToken).ConfigureAwait(false);
        var snapshot = SyncdSnapshot.Parser.ParseFrom(bytes);
        var verifier = new CollectionVerifier(await _features.AppState.Keys.LoadAsync(cancellationToken).ConfigureAwait(false), collection);
        var (state, records) = verifier.Apply(CollectionBuckets.Fresh(collection), snapshot);
        var copy = new SyncdSnapshotRecovery
        {
            Version = new SyncdVersion { Version = state.Version },
            CollectionName = collection,
            CollectionLthash = ByteString.CopyFrom(state.Hash.Span),
        };
        copy.MutationRecords.AddRange(records.Select((record, i) => new SyncdPlainTextRecord
        {
            Value = record.Data,
            KeyId = snapshot.Records[i].KeyId.Id,
            Mac = ByteString.CopyFrom(record.ValueMac.Span),
        }));
        return copy;
    }
}
