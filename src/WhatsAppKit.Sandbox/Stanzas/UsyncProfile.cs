using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>What <c>usync</c> tells about what people show of themselves.</summary>
internal static class UsyncProfile
{
    /// <summary>The answer to one question about one account; null when this is no such question, or there is nothing to say.</summary>
    /// <param name="protocol">What is asked.</param>
    /// <param name="user">The user node of the request.</param>
    /// <param name="account">Whom it is about.</param>
    /// <param name="viewer">Who asks.</param>
    public static BinaryNode? Answer(string protocol, BinaryNode user, Account account, Account viewer)
    {
        var profile = account.Profile;
        var token = user.Child("tctoken")?.Bytes ?? default;
        return protocol switch
        {
            "status" => account != viewer && !profile.Shows(profile.AboutAudience, viewer, token.Span)
                ? new BinaryNode("status", [("code", "401")])
                : new BinaryNode(
                    "status", [("t", profile.AboutAt == 0 ? null : Nodes.Text(profile.AboutAt))], Encoding.UTF8.GetBytes(profile.About ?? "")),
            "picture" when account == viewer || profile.Shows(profile.PictureAudience, viewer, token.Span) =>
                new BinaryNode("picture", [("id", profile.Picture?.Id)]),
            "business" when profile.Business is { } business => new BinaryNode("business", null, BusinessAnswers.VerifiedName(account, business)),
            _ => null,
        };
    }
}
