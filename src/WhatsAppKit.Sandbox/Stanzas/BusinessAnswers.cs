using System.Text;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>What businesses show of themselves.</summary>
internal static class BusinessAnswers
{
    public static BinaryNode Profile(BinaryNode iq, AccountDirectory accounts)
    {
        lock (accounts.Gate)
        {
            var asked = iq.Child("business_profile")!.ChildrenOf("profile").Select(profile => profile.Jid("jid") ?? default);
            return Nodes.Result(iq, new BinaryNode(
                "business_profile",
                null,
                [.. asked.Where(jid => accounts.Find(jid)?.Profile.Business is not null).Select(jid => Describe(jid, accounts.Find(jid)!.Profile.Business!))]));
        }
    }

    /// <summary>The name as WhatsApp certifies it; nobody verifies the certificate's signature.</summary>
    public static BinaryNode VerifiedName(Account account, SandboxBusiness business)
    {
        var details = new VerifiedNameCertificate.Types.Details { VerifiedName = business.Name, Issuer = "ent:wa", Serial = account.RawId };
        return new BinaryNode(
            "verified_name",
            [("jid", account.PhoneJid), ("v", "1"), ("verified_level", "high")],
            new VerifiedNameCertificate { Details = details.ToByteString() }.ToByteArray());
    }

    private static BinaryNode Describe(Jid jid, SandboxBusiness business)
    {
        var children = new List<BinaryNode>();
        Add("address", business.Address);
        Add("description", business.Description);
        Add("email", business.Email);
        foreach (var website in business.Websites)
        {
            Add("website", website);
        }

        if (business.Category is { } category)
        {
            children.Add(new BinaryNode("categories", null, new BinaryNode("category", [("id", "2250")], Encoding.UTF8.GetBytes(category))));
        }

        if (business.TimeZone is { } zone)
        {
            children.Add(new BinaryNode("business_hours", [("timezone", zone)], [.. business.Hours.Select(hours => new BinaryNode(
                "business_hours_config",
                [("day_of_week", hours.Day), ("mode", "specific_hours"), ("open_time", Nodes.Text(hours.OpensAt)), ("close_time", Nodes.Text(hours.ClosesAt))]))]));
        }

        return new BinaryNode("profile", [("jid", jid)], [.. children]);

        void Add(string tag, string? text)
        {
            if (text is not null)
            {
                children.Add(new BinaryNode(tag, null, Encoding.UTF8.GetBytes(text)));
            }
        }
    }
}
