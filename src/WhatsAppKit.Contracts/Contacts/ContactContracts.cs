namespace WhatsAppKit.Contracts.Contacts;

/// <summary>Which numbers are on WhatsApp?</summary>
/// <param name="Numbers">1 to 500 numbers in international form: 5 to 15 digits, with or without +, spaces and dashes.</param>
public sealed record CheckNumbersRequest(IReadOnlyList<string>? Numbers);

/// <summary>Whether a number is on WhatsApp.</summary>
/// <param name="Number">The number as it was asked for.</param>
/// <param name="Exists">True when it is; null when WhatsApp did not say.</param>
/// <param name="Jid">Its phone-number address, when told.</param>
/// <param name="Lid">Its privacy identifier, when told.</param>
/// <param name="BusinessName">The name WhatsApp has certified for it, when it is a business's.</param>
public sealed record NumberCheckResponse(string Number, bool? Exists, string? Jid, string? Lid, string? BusinessName);

/// <summary>An entry of the address book as it shall be.</summary>
/// <param name="FullName">1 to 200 characters.</param>
/// <param name="FirstName">1 to 100 characters; null for the first word of the full name.</param>
/// <param name="SaveOnPhone">True, or null, to save it in the phone's own address book too.</param>
public sealed record SaveContactRequest(string? FullName, string? FirstName = null, bool? SaveOnPhone = null);

/// <summary>An entry of the address book.</summary>
/// <param name="Jid">The person's address.</param>
/// <param name="Phone">The phone-number address, when known.</param>
/// <param name="Lid">The privacy identifier, when known.</param>
/// <param name="FullName">The full name, when there is one.</param>
/// <param name="FirstName">The first name, when there is one.</param>
/// <param name="Username">The user name, when there is one.</param>
/// <param name="IsOnPhone">True when it is in the phone's own address book.</param>
public sealed record ContactResponse(string Jid, string? Phone, string? Lid, string? FullName, string? FirstName, string? Username, bool IsOnPhone);

/// <summary>A page of the address book, by address.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">What asks for the following page; null at the end.</param>
public sealed record ContactPage(IReadOnlyList<ContactResponse> Items, string? NextCursor);

/// <summary>What a person shows.</summary>
/// <param name="Jid">The person's address.</param>
/// <param name="Contact">The entry in the address book; null for none.</param>
/// <param name="About">What they say about themselves.</param>
/// <param name="Picture">Their picture.</param>
/// <param name="Business">What they show as a business; null when they are none.</param>
public sealed record PersonResponse(string Jid, ContactResponse? Contact, AboutResponse About, PictureResponse Picture, BusinessResponse? Business);

/// <summary>What somebody says about themselves.</summary>
/// <param name="Text">The text; null when there is none or it is not for this account to see.</param>
/// <param name="ChangedAt">When it was set, when told.</param>
/// <param name="IsHidden">True when it is not for this account to see.</param>
public sealed record AboutResponse(string? Text, DateTimeOffset? ChangedAt, bool IsHidden);

/// <summary>Where a picture can be had.</summary>
/// <param name="State"><c>exists</c>, <c>unchanged</c>, <c>not-set</c> or <c>hidden</c>.</param>
/// <param name="Id">Its id, which changes with the picture.</param>
/// <param name="Url">Its address, for some days. Whoever has it can see the picture.</param>
/// <param name="Size"><c>full</c> or <c>preview</c>.</param>
public sealed record PictureResponse(string State, string? Id, string? Url, string? Size);

/// <summary>A new picture.</summary>
/// <param name="Image">A JPEG file of at most 2 MiB in base64, square; official clients make it 640 pixels wide.</param>
public sealed record SetPictureRequest(ReadOnlyMemory<byte>? Image);

/// <summary>A picture that was set.</summary>
/// <param name="Id">Its id; null when WhatsApp does not tell it.</param>
public sealed record SetPictureResponse(string? Id);

/// <summary>What a business shows of itself.</summary>
/// <param name="VerifiedName">The name WhatsApp has certified; null for none.</param>
/// <param name="VerifiedLevel">How far it is verified, in WhatsApp's words.</param>
/// <param name="Description">What it does.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Email">Its email address.</param>
/// <param name="Websites">Its web pages.</param>
/// <param name="Categories">What kind of business it is.</param>
/// <param name="TimeZone">The time zone of its hours.</param>
/// <param name="Hours">When it is open; a day that is not named is closed.</param>
public sealed record BusinessResponse(
    string? VerifiedName,
    string? VerifiedLevel,
    string? Description,
    string? Address,
    string? Email,
    IReadOnlyList<string> Websites,
    IReadOnlyList<string> Categories,
    string? TimeZone,
    IReadOnlyList<BusinessHoursResponse> Hours);

/// <summary>When a business is open on one day of the week.</summary>
/// <param name="Day"><c>monday</c> to <c>sunday</c>.</param>
/// <param name="Mode"><c>specific-hours</c>, <c>always-open</c> or <c>appointment-only</c>.</param>
/// <param name="OpensAt">When it opens, such as <c>08:30:00</c>.</param>
/// <param name="ClosesAt">When it closes.</param>
public sealed record BusinessHoursResponse(string Day, string Mode, TimeOnly? OpensAt, TimeOnly? ClosesAt);

/// <summary>Whom the account has blocked.</summary>
/// <param name="Items">Their addresses.</param>
public sealed record BlockedResponse(IReadOnlyList<string> Items);

/// <summary>The account's own short link.</summary>
/// <param name="Link">Whoever has it can write to the account.</param>
public sealed record ContactLinkResponse(string Link);

/// <summary>Where does a short link lead?</summary>
/// <param name="Link">A link such as <c>https://wa.me/qr/...</c> or <c>https://wa.me/message/...</c>, or its code.</param>
public sealed record ResolveContactLinkRequest(string? Link);

/// <summary>Whom a short link leads to.</summary>
/// <param name="Jid">The address.</param>
/// <param name="Name">The name shown, when told.</param>
/// <param name="Type"><c>contact</c> or <c>message</c>, in WhatsApp's words.</param>
/// <param name="Message">The text to begin with, when there is one.</param>
/// <param name="BusinessName">The certified name of a business, when there is one.</param>
public sealed record ContactLinkTargetResponse(string Jid, string? Name, string? Type, string? Message, string? BusinessName);
