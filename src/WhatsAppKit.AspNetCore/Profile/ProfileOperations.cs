using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Contacts;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Profile;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Profile;

namespace WhatsAppKit.AspNetCore.Profile;

/// <summary>What instances are asked about the account's own profile and settings.</summary>
internal static class ProfileOperations
{
    public static readonly InstanceOperation<Nothing, ProfileResponse> Get = new(
        "profile.get",
        async (client, _, cancellationToken) =>
        {
            var own = client.Status.PhoneJid?.ToUser() ?? throw new WhatsAppNotConnectedException();
            return new ProfileResponse(
                own.User,
                client.Status.LidJid?.ToUser().ToString(),
                (await client.Contacts.GetAboutAsync(own, cancellationToken).ConfigureAwait(false)).ToResponse(),
                (await client.Pictures.GetAsync(own, null, cancellationToken).ConfigureAwait(false)).ToResponse());
        });

    /// <summary>The account's own address.</summary>
    public static readonly InstanceOperation<Nothing, string> Own = new(
        "profile.own", (client, _, _) => Task.FromResult((client.Status.PhoneJid?.ToUser() ?? throw new WhatsAppNotConnectedException()).ToString()));

    public static readonly InstanceOperation<string, Nothing> SetName = Operation.Do<string>(
        "profile.name", (client, name, cancellationToken) => client.AccountSettings.SetNameAsync(name, cancellationToken));

    public static readonly InstanceOperation<string, Nothing> SetAbout = Operation.Do<string>(
        "profile.about", (client, text, cancellationToken) => client.Profile.SetAboutAsync(text, cancellationToken));

    public static readonly InstanceOperation<Nothing, PrivacySettingsContract> GetPrivacy = new(
        "profile.privacy.get",
        async (client, _, cancellationToken) => ToContract(await client.Profile.GetPrivacyAsync(cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<IReadOnlyList<PrivacyChoice>, PrivacySettingsContract> SetPrivacy = new(
        "profile.privacy.set",
        async (client, choices, cancellationToken) =>
        {
            foreach (var choice in choices)
            {
                await client.Profile.SetPrivacyAsync(choice.Category, choice.Audience, cancellationToken).ConfigureAwait(false);
            }

            return ToContract(await client.Profile.GetPrivacyAsync(cancellationToken).ConfigureAwait(false));
        });

    public static readonly InstanceOperation<Nothing, StatusAudienceResponse> GetStatusAudience = new(
        "profile.status-audience",
        async (client, _, cancellationToken) =>
        {
            var audience = await client.Profile.GetStatusAudienceAsync(cancellationToken).ConfigureAwait(false);
            return new StatusAudienceResponse(Words.Of(audience.Kind), [.. audience.People.Select(person => person.ToString())]);
        });

    public static readonly InstanceOperation<int, Nothing> SetDefaultTimer = Operation.Do<int>(
        "profile.default-timer",
        (client, seconds, cancellationToken) => client.Profile.SetDefaultTimerAsync(seconds == 0 ? null : TimeSpan.FromSeconds(seconds), cancellationToken));

    public static readonly InstanceOperation<AccountSettingsRequest, Nothing> SetSettings = Operation.Do<AccountSettingsRequest>(
        "profile.settings",
        async (client, settings, cancellationToken) =>
        {
            if (settings.LinkPreviews is { } previews)
            {
                await client.AccountSettings.SetLinkPreviewsAsync(previews, cancellationToken).ConfigureAwait(false);
            }

            if (settings.UnarchiveOnMessage is { } unarchive)
            {
                await client.AccountSettings.SetUnarchiveOnMessageAsync(unarchive, cancellationToken).ConfigureAwait(false);
            }
        });

    private static PrivacySettingsContract ToContract(PrivacySettings settings)
    {
        return new PrivacySettingsContract(
            Word(PrivacyCategory.LastSeen),
            Word(PrivacyCategory.Online),
            Word(PrivacyCategory.Picture),
            Word(PrivacyCategory.About),
            Word(PrivacyCategory.ReadReceipts),
            Word(PrivacyCategory.GroupAdd),
            Word(PrivacyCategory.Calls),
            Word(PrivacyCategory.Messages),
            Word(PrivacyCategory.Defense),
            Word(PrivacyCategory.Stickers));

        string? Word(PrivacyCategory category) => settings[category] is { } audience ? Words.Of(audience) : null;
    }
}

/// <summary>Who may see or do something.</summary>
internal sealed record PrivacyChoice(PrivacyCategory Category, PrivacyAudience Audience);
