using WhatsAppKit.Contracts.Contacts;

namespace WhatsAppKit.Contracts.Profile;

/// <summary>What the account shows of itself.</summary>
/// <param name="Phone">Its number.</param>
/// <param name="Lid">Its privacy identifier, when known.</param>
/// <param name="About">What it says about itself.</param>
/// <param name="Picture">Its picture.</param>
public sealed record ProfileResponse(string? Phone, string? Lid, AboutResponse About, PictureResponse Picture);

/// <summary>The account's name.</summary>
/// <param name="Name">1 to 256 characters.</param>
public sealed record ProfileNameRequest(string? Name);

/// <summary>The about text.</summary>
/// <param name="Text">Up to 2,048 bytes of UTF-8; official clients take 139 characters. Empty takes it away.</param>
public sealed record ProfileAboutRequest(string? Text);

/// <summary>
/// What others may see and do; in a change, what is null stays. The words are <c>everybody</c>, <c>contacts</c>, <c>contacts-except</c>,
/// <c>only-some-contacts</c>, <c>nobody</c>, <c>same-as-last-seen</c>, <c>known</c>, <c>on</c> and <c>off</c>; lists of people are made on the phone.
/// </summary>
/// <param name="LastSeen">When the account was online last: everybody, contacts, contacts-except, nobody.</param>
/// <param name="Online">Whether it is online: everybody, same-as-last-seen.</param>
/// <param name="Picture">The picture: everybody, contacts, contacts-except, nobody.</param>
/// <param name="About">The about text: everybody, contacts, contacts-except, nobody.</param>
/// <param name="ReadReceipts">Whether others are told what was read: everybody, nobody.</param>
/// <param name="GroupAdd">Adding it to groups: everybody, contacts, contacts-except, nobody.</param>
/// <param name="Calls">Calling: everybody, known.</param>
/// <param name="Messages">Writing: everybody, contacts.</param>
/// <param name="Defense">Protection against many messages of strangers: on, off.</param>
/// <param name="Stickers">Making stickers of its picture: contacts, only-some-contacts, nobody.</param>
public sealed record PrivacySettingsContract(
    string? LastSeen = null,
    string? Online = null,
    string? Picture = null,
    string? About = null,
    string? ReadReceipts = null,
    string? GroupAdd = null,
    string? Calls = null,
    string? Messages = null,
    string? Defense = null,
    string? Stickers = null);

/// <summary>Who may see the account's status updates.</summary>
/// <param name="Kind"><c>contacts</c>, <c>contacts-except</c> or <c>only</c>.</param>
/// <param name="People">The people meant; empty for all contacts.</param>
public sealed record StatusAudienceResponse(string Kind, IReadOnlyList<string> People);

/// <summary>Settings that the account's devices share; what is null stays.</summary>
/// <param name="LinkPreviews">False for no previews of links.</param>
/// <param name="UnarchiveOnMessage">True when a new message brings an archived chat back.</param>
public sealed record AccountSettingsRequest(bool? LinkPreviews = null, bool? UnarchiveOnMessage = null);
