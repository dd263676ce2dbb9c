using System.Text;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Tests.Contacts;

/// <summary>What is read of the server's answers about people and businesses, also of odd ones.</summary>
public sealed class ContactReaderTests
{
    [Fact]
    public void A_business_profile_is_read_and_hours_that_make_no_sense_are_left_out()
    {
        var profile = BusinessReader.Profile(new BinaryNode(
            "profile",
            [("jid", "491@s.whatsapp.net")],
            Text("address", "Main Street"),
            Text("website", "https://a.example"),
            Text("website", ""),
            Text("website", "https://b.example"),
            new BinaryNode("categories", null, new BinaryNode("category", [("id", "7")], Encoding.UTF8.GetBytes("Retail"))),
            new BinaryNode(
                "business_hours",
                [("timezone", "UTC")],
                Hours("sun", "open_24h"),
                Hours("mon", "specific_hours", "540", "1440"),
                Hours("tue", "specific_hours", "-1", "600"),
                Hours("wed", "specific_hours", "600", "100000"),
                Hours("thu", "appointment_only"),
                Hours("someday", "open_24h")),
            new BinaryNode("profile_options", null, Text("cart_enabled", "true"), Text("cart_enabled", "false"))))!;

        Assert.Equal(["https://a.example", "https://b.example"], profile.Websites);
        Assert.Equal([new BusinessCategory("7", "Retail")], profile.Categories);
        Assert.Equal(
            [
                new BusinessHours(DayOfWeek.Sunday, BusinessHoursMode.AlwaysOpen, null, null),
                new BusinessHours(DayOfWeek.Monday, BusinessHoursMode.SpecificHours, new TimeOnly(9, 0), new TimeOnly(0, 0)),
                new BusinessHours(DayOfWeek.Thursday, BusinessHoursMode.AppointmentOnly, null, null),
            ],
            profile.Hours);
        Assert.Equal("false", profile.Options["cart_enabled"]);
        Assert.Null(profile.Email);
        Assert.Null(BusinessReader.Profile(new BinaryNode("profile")));
    }

    [Fact]
    public void A_certified_name_is_read_and_damage_is_no_name()
    {
        var details = new VerifiedNameCertificate.Types.Details { VerifiedName = "Shop", Serial = 9 };
        var certificate = new VerifiedNameCertificate { Details = details.ToByteString() }.ToByteArray();
        var name = BusinessReader.Name(new BinaryNode("verified_name", [("verified_level", "high")], certificate));
        Assert.Equal(new BusinessName("Shop") { VerifiedLevel = "high", Serial = 9 }, name);
        Assert.Null(BusinessReader.Name(new BinaryNode("verified_name", null, certificate.AsMemory(0, certificate.Length - 1))));
        Assert.Null(BusinessReader.Name(new BinaryNode("verified_name", null, new byte[] { 0xFF, 0xFF })));
        Assert.Null(BusinessReader.Name(new BinaryNode("verified_name")));
        Assert.Null(BusinessReader.Name(null));
    }

    [Fact]
    public void Pictures_that_exist_are_unchanged_or_missing_are_told_apart()
    {
        PictureAnswer Read(string? knownId, params BinaryNode[] children) =>
            PictureNodes.Read(new BinaryNode("iq", null, children), new PictureQuery { KnownId = knownId });

        Assert.Equal(PictureState.Unchanged, Read("1").State);
        Assert.Equal(PictureState.NotSet, Read(null).State);
        Assert.Equal(PictureState.Unchanged, Read("1", new BinaryNode("picture", [("status", "304")])).State);
        Assert.Equal(PictureState.NotSet, Read("1", new BinaryNode("picture", [("status", "204")])).State);
        var found = Read(null, new BinaryNode("picture", [("id", "5"), ("url", "https://pps.whatsapp.net/secret"), ("type", "preview")]));
        Assert.Equal((PictureState.Exists, PictureSize.Preview), (found.State, found.Picture!.Size));
        Assert.DoesNotContain("secret", found.ToString(), StringComparison.Ordinal);
        Assert.Throws<Core.Session.ProtocolException>(() => Read(null, new BinaryNode("picture", [("id", "5")])));
    }

    [Fact]
    public void An_about_text_is_told_from_a_hidden_one_and_from_none()
    {
        Assert.Equal("Busy", About.Of(new BinaryNode("status", [("t", "1700000000")], Encoding.UTF8.GetBytes("Busy"))).Text);
        Assert.True(About.Of(new BinaryNode("status", [("code", "401")])).IsHidden);
        Assert.True(About.Of(new BinaryNode("status", null, new BinaryNode("error", [("code", "401")]))).IsHidden);
        Assert.Equal((null, false), (About.Of(new BinaryNode("status")).Text, About.Of(null).IsHidden));
    }

    private static BinaryNode Text(string tag, string text) => new(tag, null, Encoding.UTF8.GetBytes(text));

    private static BinaryNode Hours(string day, string mode, string? opens = null, string? closes = null) =>
        new("business_hours_config", [("day_of_week", day), ("mode", mode), ("open_time", opens), ("close_time", closes)]);
}
