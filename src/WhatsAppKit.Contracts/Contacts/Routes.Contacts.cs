namespace WhatsAppKit.Contracts;

/// <content>People.</content>
public static partial class Routes
{
    /// <summary>The account's address book.</summary>
    public const string Contacts = "/api/contacts";

    /// <summary>Which numbers are on WhatsApp.</summary>
    public const string CheckNumbers = Contacts + "/check";

    /// <summary>Whom the account has blocked.</summary>
    public const string BlockedContacts = Contacts + "/blocked";

    /// <summary>The account's own short link.</summary>
    public const string ContactLink = Contacts + "/link";

    /// <summary>Makes another short link; the one before leads nowhere any more.</summary>
    public const string RevokeContactLink = ContactLink + "/revoke";

    /// <summary>Whom a short link leads to.</summary>
    public const string ResolveContactLink = ContactLink + "/resolve";

    /// <summary>One person: what they show; PUT and DELETE change the address book.</summary>
    public const string Contact = Contacts + "/{id}";

    /// <summary>A person's picture; with <c>Accept: image/*</c> the file itself.</summary>
    public const string ContactPicture = Contact + "/picture";

    /// <summary>What a person says about themselves.</summary>
    public const string ContactAbout = Contact + "/about";

    /// <summary>What a business shows of itself.</summary>
    public const string ContactBusiness = Contact + "/business";

    /// <summary>Blocks a person.</summary>
    public const string BlockContact = Contact + "/block";

    /// <summary>Unblocks a person.</summary>
    public const string UnblockContact = Contact + "/unblock";

    /// <summary>Tells a person, who knows the account by privacy identifier only, its number.</summary>
    public const string SharePhoneNumber = Contact + "/share-phone-number";
}
