using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>w:profile:picture</c> namespace: pictures of people and groups, served by the media host.</summary>
internal sealed class PictureAnswers(
    AccountDirectory accounts, GroupRegistry groups, GroupArchive groupArchive, ProfileArchive profiles, ProfileNotices notices, SandboxMedia media)
{
    private const int MaxBytes = 5 * 1024 * 1024;

    public Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq) =>
        iq["type"] == "get" ? Task.FromResult(Get(sender, iq))
        : iq.Jid("target") is { IsGroup: true } ? SetOfGroupAsync(sender, iq)
        : SetOwnAsync(sender, iq);

    /// <summary>Communities are asked in another namespace, and answered in a list.</summary>
    public BinaryNode OfCommunity(Device sender, BinaryNode iq, BinaryNode pictures)
    {
        lock (accounts.Gate)
        {
            return groups.Find(iq.Jid("to") ?? default) is not { } group || group.Find(sender.Account) is null
                ? Nodes.Error(iq, 403, "forbidden")
                : Nodes.Result(iq, new BinaryNode("pictures", null, [.. pictures.ChildrenOf("picture").Take(1).Select(asked => Describe(asked, group.Picture))]));
        }
    }

    private BinaryNode Get(Device sender, BinaryNode iq)
    {
        var asked = iq.Child("picture") ?? new BinaryNode("picture");
        var target = iq.Jid("target") ?? sender.Account.PhoneJid;
        lock (accounts.Gate)
        {
            if (target.IsGroup)
            {
                return groups.Find(target) is not { } group ? Nodes.Result(iq, Describe(asked, null))
                    : group.Find(sender.Account) is null && asked["invite"] != group.Door.InviteCode ? Nodes.Error(iq, 401, "not-authorized")
                    : Nodes.Result(iq, Describe(asked, group.Picture));
            }

            if (accounts.Find(target) is not { } account)
            {
                return Nodes.Error(iq, 404, "item-not-found");
            }

            // It stands beside the question or inside it.
            var token = (asked.Child("tctoken") ?? iq.Child("tctoken"))?.Bytes ?? default;
            return account == sender.Account || account.Profile.Shows(account.Profile.PictureAudience, sender.Account, token.Span)
                ? Nodes.Result(iq, Describe(asked, account.Profile.Picture))
                : Nodes.Error(iq, 401, "not-authorized");
        }
    }

    private BinaryNode Describe(BinaryNode asked, Picture? picture)
    {
        if (picture is null)
        {
            return new BinaryNode("picture", [("status", "204")]);
        }

        if (asked["id"] == picture.Id)
        {
            return new BinaryNode("picture", [("status", "304")]);
        }

        var path = Publish(picture.Jpeg);
        return new BinaryNode(
            "picture",
            [("id", picture.Id), ("type", asked["type"] ?? "image"), ("url", $"https://{media.Host}{path}"), ("direct_path", path)]);
    }

    private string Publish(byte[] jpeg)
    {
        var token = MediaAddress.Token(SHA256.HashData(jpeg));
        if (media.Vault.Publish(token) is { } known)
        {
            return known;
        }

        var file = media.Vault.NewPath();
        File.WriteAllBytes(file, jpeg);
        return media.Vault.Keep(file, token);
    }

    private async Task<BinaryNode> SetOwnAsync(Device sender, BinaryNode iq)
    {
        if (iq.Jid("target") is { } target && accounts.Find(target) != sender.Account)
        {
            return Nodes.Error(iq, 403, "forbidden");
        }

        if (!TryRead(iq, out var picture))
        {
            return Nodes.Error(iq, 406, "not-acceptable");
        }

        lock (accounts.Gate)
        {
            sender.Account.Profile.Picture = picture;
        }

        await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
        await notices.TellOwnAsync(sender.Account, sender, new BinaryNode("picture", [("id", picture?.Id), ("action", picture is null ? "delete" : "set")])).ConfigureAwait(false);
        await notices.TellOthersAsync(sender.Account, "picture", Change(sender.Account.PhoneJid, null, picture)).ConfigureAwait(false);
        return Result(iq, picture);
    }

    private async Task<BinaryNode> SetOfGroupAsync(Device sender, BinaryNode iq)
    {
        Group? group;
        Picture? picture;
        lock (accounts.Gate)
        {
            group = groups.Find(iq.Jid("target")!.Value);
            if (group is null)
            {
                return Nodes.Error(iq, 404, "item-not-found");
            }

            if (group.Find(sender.Account) is not { } member || (group.Policy.IsLocked && !member.IsAdmin))
            {
                return Nodes.Error(iq, 403, "forbidden");
            }

            if (!TryRead(iq, out picture))
            {
                return Nodes.Error(iq, 406, "not-acceptable");
            }

            group.Picture = picture;
        }

        await groupArchive.SaveAsync(group).ConfigureAwait(false);
        await notices.TellMembersAsync(group, "picture", Change(group.Jid, group.AddressOf(sender.Account), picture)).ConfigureAwait(false);
        return Result(iq, picture);
    }

    private static BinaryNode Change(Jid of, Jid? author, Picture? picture) => picture is null
        ? new BinaryNode("delete", [("jid", of), ("author", author)])
        : new BinaryNode("set", [("jid", of), ("id", picture.Id), ("author", author)]);

    private static BinaryNode Result(BinaryNode iq, Picture? picture) =>
        picture is null ? Nodes.Result(iq) : Nodes.Result(iq, new BinaryNode("picture", [("id", picture.Id)]));

    /// <summary>False for what is no picture; without one the present picture is to go.</summary>
    private static bool TryRead(BinaryNode iq, out Picture? picture)
    {
        var bytes = iq.Child("picture")?.Bytes;
        picture = bytes is { } jpeg ? new Picture(Nodes.Text(Random.Shared.NextInt64(1_000_000_000, 10_000_000_000)), jpeg.ToArray()) : null;
        return picture is null || (picture.Jpeg.Length <= MaxBytes && picture.Jpeg.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
    }
}
