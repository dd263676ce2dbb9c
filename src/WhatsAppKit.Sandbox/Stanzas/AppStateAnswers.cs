using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Media.Transfer;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Hands out and takes changes of an account's app state, and tells its other devices.</summary>
internal sealed class AppStateAnswers(
    AccountDirectory accounts, AppStateArchive archive, Delivery delivery, SandboxMedia media, AppStateFaults faults, TimeProvider time)
{
    private const int Conflict = 409;
    private const int BadRequest = 400;
    private const int SecretLength = 32;

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var answers = new List<BinaryNode>();
        foreach (var asked in iq.Child("sync")?.ChildrenOf("collection") ?? [])
        {
            var name = asked["name"] ?? "";
            answers.Add(faults.Refusing?.Invoke(sender, name) is { } code
                ? Refusal(name, code)
                : asked.Child("patch") is { } patch
                    ? await TakeAsync(sender, name, Version(asked), patch.Bytes).ConfigureAwait(false)
                    : await GiveAsync(sender, name, Version(asked), asked["return_snapshot"] == "true").ConfigureAwait(false));
        }

        return Nodes.Result(iq, new BinaryNode("sync", null, [.. answers]));
    }

    private static ulong Version(BinaryNode asked) => (ulong)Math.Max(asked.Number("version") ?? 0, 0);

    private static BinaryNode Refusal(string name, int code, params BinaryNode[] children) => new(
        "collection", [("name", name), ("type", "error")], [new BinaryNode("error", [("code", Nodes.Text(code)), ("text", "refused")]), .. children]);

    private async Task<BinaryNode> TakeAsync(Device sender, string name, ulong basedOn, ReadOnlyMemory<byte> bytes)
    {
        await (faults.Uploading?.Invoke(sender, name) ?? Task.CompletedTask).ConfigureAwait(false);
        var patch = SyncdPatch.Parser.ParseFrom(bytes.Span);
        if (patch.Mutations.Count == 0 || patch.SnapshotMac.IsEmpty || patch.PatchMac.IsEmpty || patch.KeyId is null)
        {
            return Refusal(name, BadRequest);
        }

        SyncdPatch? added = null;
        Device[] others = [];
        lock (accounts.Gate)
        {
            var collection = Collection(sender.Account, name);
            if (collection.TryAdd(basedOn, patch))
            {
                added = collection.Patches[^1];
                others = [.. sender.Account.Devices.Values.Where(device => device != sender)];
            }
        }

        if (added is null)
        {
            var (patches, hasMore) = await PatchesAsync(sender, name, basedOn).ConfigureAwait(false);
            var refusal = Refusal(name, Conflict, patches);
            return hasMore ? refusal.With(("has_more_patches", "true")) : refusal;
        }

        await archive.SaveAsync(sender.Account, name, added).ConfigureAwait(false);
        await AnnounceAsync(others, name, added.Version.Version).ConfigureAwait(false);
        return new BinaryNode("collection", [("name", name)]);
    }

    private async Task AnnounceAsync(Device[] others, string name, ulong version)
    {
        foreach (var device in others)
        {
            await delivery.DeliverAsync(device, new BinaryNode(
                "notification",
                [
                    ("from", Jid.WhatsAppServer),
                    ("type", "server_sync"),
                    ("id", Nodes.NewId()),
                    ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
                ],
                new BinaryNode("collection", [("name", name), ("version", version.ToString(CultureInfo.InvariantCulture))]))).ConfigureAwait(false);
        }
    }

    private async Task<BinaryNode> GiveAsync(Device sender, string name, ulong from, bool asSnapshot)
    {
        SyncdSnapshot? snapshot = null;
        ulong version;
        lock (accounts.Gate)
        {
            var collection = Collection(sender.Account, name);
            version = collection.Version;
            if (asSnapshot && version > 0)
            {
                snapshot = collection.Snapshot().Clone();
            }
        }

        NodeAttribute[] attributes = [("name", name), ("version", version.ToString(CultureInfo.InvariantCulture))];
        if (snapshot is not null)
        {
            faults.Snapshot?.Invoke(sender, name, snapshot);
            var reference = await UploadAsync(snapshot.ToByteArray()).ConfigureAwait(false);
            return new BinaryNode("collection", attributes, new BinaryNode("snapshot", null, reference.ToByteArray()));
        }

        var (patches, hasMore) = await PatchesAsync(sender, name, from).ConfigureAwait(false);
        return patches.Children.Count == 0
            ? new BinaryNode("collection", attributes)
            : new BinaryNode("collection", hasMore ? [.. attributes, ("has_more_patches", "true")] : attributes, patches);
    }

    private async Task<(BinaryNode Patches, bool HasMore)> PatchesAsync(Device sender, string name, ulong from)
    {
        SyncdPatch[] given;
        bool hasMore;
        lock (accounts.Gate)
        {
            var after = Collection(sender.Account, name).Patches.Skip((int)Math.Min(from, int.MaxValue)).ToArray();
            hasMore = after.Length > faults.PatchesPerAnswer;
            given = [.. after.Take(faults.PatchesPerAnswer).Select(patch => patch.Clone())];
        }

        var nodes = new List<BinaryNode>(given.Length);
        foreach (var patch in given)
        {
            faults.Patch?.Invoke(sender, name, patch);
            if (patch.Mutations.Count > faults.RecordsInStanza)
            {
                patch.ExternalMutations = await UploadAsync(new SyncdMutations { Mutations = { patch.Mutations } }.ToByteArray()).ConfigureAwait(false);
                patch.Mutations.Clear();
            }

            nodes.Add(new BinaryNode("patch", null, patch.ToByteArray()));
        }

        return (new BinaryNode("patches", null, [.. nodes]), hasMore);
    }

    /// <summary>Puts a blob where devices fetch files.</summary>
    private async Task<ExternalBlobReference> UploadAsync(byte[] content)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretLength);
        using var upload = await PreparedUpload.SealAsync(
            new MemoryStream(content), MediaKind.AppState, secret, new MediaOptions(), time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        var bytes = new byte[upload.Content.Length];
        upload.Content.ReadExactly(0, bytes);
        var path = media.Vault.NewPath();
        await File.WriteAllBytesAsync(path, bytes).ConfigureAwait(false);
        return new ExternalBlobReference
        {
            MediaKey = ByteString.CopyFrom(secret),
            DirectPath = media.Vault.Keep(path, MediaAddress.Token(upload.File.FileEncSha256.Span)),
            FileSizeBytes = (ulong)content.Length,
            FileSha256 = ByteString.CopyFrom(upload.File.FileSha256.Span),
            FileEncSha256 = ByteString.CopyFrom(upload.File.FileEncSha256.Span),
        };
    }

    private static SyncedCollection Collection(Account account, string name) =>
        account.Collections.TryGetValue(name, out var known) ? known : account.Collections[name] = new SyncedCollection();
}
