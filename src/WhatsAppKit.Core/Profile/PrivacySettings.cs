namespace WhatsAppKit.Core.Profile;

/// <summary>What the account's owner lets others see and do.</summary>
public enum PrivacyCategory
{
    /// <summary>When the account was online last (<c>last</c>).</summary>
    LastSeen,

    /// <summary>Whether the account is online (<c>online</c>).</summary>
    Online,

    /// <summary>The picture (<c>profile</c>).</summary>
    Picture,

    /// <summary>The about text (<c>status</c>).</summary>
    About,

    /// <summary>Whether others are told what was read (<c>readreceipts</c>).</summary>
    ReadReceipts,

    /// <summary>Adding the account to groups (<c>groupadd</c>).</summary>
    GroupAdd,

    /// <summary>Calling (<c>calladd</c>).</summary>
    Calls,

    /// <summary>Writing (<c>messages</c>).</summary>
    Messages,

    /// <summary>Protection against many messages of strangers (<c>defense</c>).</summary>
    Defense,

    /// <summary>Making stickers of the account's picture (<c>stickers</c>).</summary>
    Stickers,
}

/// <summary>Whom a privacy setting includes. Each category allows some of these.</summary>
public enum PrivacyAudience
{
    /// <summary>A word this library does not know.</summary>
    Unknown,

    /// <summary>Everybody (<c>all</c>).</summary>
    Everybody,

    /// <summary>Contacts (<c>contacts</c>).</summary>
    Contacts,

    /// <summary>Contacts but some, whom the phone's settings name (<c>contact_blacklist</c>).</summary>
    ContactsExcept,

    /// <summary>Only some contacts, whom the phone's settings name (<c>contact_allowlist</c>).</summary>
    OnlySomeContacts,

    /// <summary>Nobody (<c>none</c>).</summary>
    Nobody,

    /// <summary>Whoever may see when the account was online last (<c>match_last_seen</c>).</summary>
    SameAsLastSeen,

    /// <summary>Known people (<c>known</c>).</summary>
    Known,

    /// <summary>The protection is on (<c>on_standard</c>).</summary>
    On,

    /// <summary>The protection is off (<c>off</c>).</summary>
    Off,
}

/// <summary>The account's privacy settings.</summary>
/// <param name="Values">Each category that was told.</param>
public sealed record PrivacySettings(IReadOnlyDictionary<PrivacyCategory, PrivacyAudience> Values)
{
    /// <summary>The setting of a category; null when the server does not tell it.</summary>
    public PrivacyAudience? this[PrivacyCategory category] => Values.TryGetValue(category, out var value) ? value : null;
}
