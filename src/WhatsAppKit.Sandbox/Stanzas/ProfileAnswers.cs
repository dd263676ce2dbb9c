using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes what an account's owner sets, and tells the account's other devices.</summary>
internal sealed class ProfileAnswers(AccountDirectory accounts, ProfileArchive profiles, ProfileNotices notices, TimeProvider time)
{
    private const int MaxAbout = 2048;

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        BinaryNode? told;
        lock (accounts.Gate)
        {
            told = (iq["xmlns"], iq.Children.Count > 0 ? iq.Children[0].Tag : null) switch
            {
                ("privacy", "privacy") => SetPrivacy(sender.Account, iq.Children[0]),
                ("status", "status") => SetAbout(sender.Account, iq.Children[0]),
                ("disappearing_mode", "disappearing_mode") => SetTimer(sender.Account, iq.Children[0]),
                _ => null,
            };
        }

        if (told is null)
        {
            return Nodes.Unknown(iq);
        }

        await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
        if (told.Tag == "status")
        {
            await notices.TellOthersAsync(sender.Account, "status", new BinaryNode("set", null, told.Bytes)).ConfigureAwait(false);
        }

        await notices.TellOwnAsync(sender.Account, sender, told).ConfigureAwait(false);
        return Nodes.Result(iq, told.Tag == "privacy" ? [told] : []);
    }

    private static BinaryNode? SetPrivacy(Account account, BinaryNode privacy)
    {
        var categories = privacy.ChildrenOf("category").ToArray();
        if (categories.Length == 0 || !Array.TrueForAll(categories, category => PrivacyTable.Allows(category["name"], category["value"])))
        {
            return null;
        }

        foreach (var category in categories)
        {
            account.Privacy[category["name"]!] = category["value"]!;
            Apply(account.Profile, category["name"]!, category["value"]!);
        }

        return new BinaryNode("privacy", null, categories);
    }

    /// <summary>The server does not know who is somebody's contact: whoever holds a token of the account stands for one.</summary>
    private static void Apply(AccountProfile profile, string name, string value)
    {
        var audience = value switch
        {
            "all" => ProfileAudience.Everybody,
            "none" => ProfileAudience.Nobody,
            _ => ProfileAudience.Trusted,
        };
        switch (name)
        {
            case "status":
                profile.AboutAudience = audience;
                break;
            case "profile":
                profile.PictureAudience = audience;
                break;
            case "groupadd":
                profile.MayBeAdded = audience == ProfileAudience.Everybody;
                break;
        }
    }

    private BinaryNode? SetAbout(Account account, BinaryNode status)
    {
        if (status.Bytes.Length > MaxAbout)
        {
            return null;
        }

        (account.Profile.About, account.Profile.AboutAt) = (status.Text ?? "", time.GetUtcNow().ToUnixTimeSeconds());
        return new BinaryNode("status", null, status.Bytes);
    }

    private BinaryNode? SetTimer(Account account, BinaryNode mode)
    {
        if (mode.Number("duration") is not (0 or 86400 or 604800 or 7776000))
        {
            return null;
        }

        account.DefaultTimer = mode.Number("duration")!.Value;
        return new BinaryNode("disappearing_mode", [("duration", Nodes.Text(account.DefaultTimer)), ("t", Now())]);
    }

    private string Now() => Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds());
}
