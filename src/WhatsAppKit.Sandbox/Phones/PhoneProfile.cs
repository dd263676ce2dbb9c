using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What the phone's owner shows of themselves and allows others.</summary>
public sealed class PhoneProfile
{
    private readonly SandboxCore _core;
    private readonly Account _account;

    internal PhoneProfile(SandboxCore core, Account account)
    {
        _core = core;
        _account = account;
    }

    /// <summary>Says something about the owner; those who know the account are told.</summary>
    /// <param name="text">What; null for nothing.</param>
    public async Task SayAsync(string? text)
    {
        await ChangeAsync((profile, now) => (profile.About, profile.AboutAt) = (text, now)).ConfigureAwait(false);
        await _core.ProfileNotices.TellOthersAsync(_account, "status", BinaryNode.WithText("set", null, text ?? "")).ConfigureAwait(false);
    }

    /// <summary>Chooses who may see what.</summary>
    /// <param name="about">Who may see what the owner says.</param>
    /// <param name="picture">Who may see the picture.</param>
    public Task ShowToAsync(ProfileAudience about, ProfileAudience picture) =>
        ChangeAsync((profile, _) => (profile.AboutAudience, profile.PictureAudience) = (about, picture));

    /// <summary>Lets others add the account to groups, or only invite it.</summary>
    /// <param name="isAllowed">False to be invited only.</param>
    public Task AllowBeingAddedAsync(bool isAllowed) => ChangeAsync((profile, _) => profile.MayBeAdded = isAllowed);

    /// <summary>Makes the account a business, or an ordinary one again; those who know it are told.</summary>
    /// <param name="business">What it shows; null for an ordinary account.</param>
    public async Task BecomeAsync(SandboxBusiness? business)
    {
        await ChangeAsync((profile, _) => profile.Business = business).ConfigureAwait(false);
        var change = business is null ? new BinaryNode("remove", [("jid", _account.PhoneJid)]) : BusinessAnswers.VerifiedName(_account, business);
        await _core.ProfileNotices.TellOthersAsync(_account, "business", change).ConfigureAwait(false);
    }

    private Task ChangeAsync(Action<AccountProfile, long> change)
    {
        lock (_core.Accounts.Gate)
        {
            change(_account.Profile, _core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds());
        }

        return _core.Profiles.SaveAsync(_account);
    }
}
