using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Binary;

public sealed class JidTests
{
    // A bare server is the server's own address; two servers are none.
    private static readonly string[] ReadDifferently = ["s.whatsapp.net", "a@b@c"];

    [Fact]
    public void Takes_the_text_form_apart_as_the_reference_does()
    {
        foreach (var vector in Vectors.Json("transport.json").GetProperty("jid").GetProperty("cases").EnumerateArray())
        {
            var text = vector.Text("jid");
            var decoded = vector.GetProperty("decoded");
            if (ReadDifferently.Contains(text))
            {
                continue;
            }

            var isJid = Jid.TryParse(text, out var jid);
            Assert.True(isJid == (decoded.ValueKind == JsonValueKind.Object), text);
            if (!isJid)
            {
                continue;
            }

            Assert.Equal((text, decoded.Text("user")), (text, jid.User));
            Assert.Equal((text, Server(decoded.Text("server"))), (text, jid.Server));
            Assert.Equal((text, decoded.TryGetProperty("device", out var device) ? device.GetInt32() : 0), (text, jid.Device));
            Assert.Equal(vector.Text("normalizedUser"), jid.ToUser().ToString());
            AssertKind(text, [.. vector.GetProperty("is").EnumerateArray().Select(kind => kind.GetString()!)], jid);
        }
    }

    [Fact]
    public void A_bare_server_is_its_own_address_and_two_servers_are_none()
    {
        Assert.Equal(Jid.WhatsAppServer, Jid.Parse("s.whatsapp.net"));
        Assert.False(Jid.TryParse("a@b@c", out _));
    }

    [Fact]
    public void Refuses_devices_that_are_no_number()
    {
        foreach (var text in new[] { "1:@lid", "1:x@lid", "1:-1@lid", "1:65536@lid", "1:1:2@lid", "1:99999999999@lid", "1@", "@", "7:1@interop" })
        {
            Assert.False(Jid.TryParse(text, out _), text);
        }
    }

    private static string Server(string server) => server == JidServer.LegacyPhoneNumber ? JidServer.PhoneNumber : server;

    private static void AssertKind(string text, string[] kinds, Jid jid)
    {
        Assert.True(kinds.Contains("isJidGroup") == jid.IsGroup, text);
        Assert.True((kinds.Contains("isLidUser") || kinds.Contains("isHostedLidUser")) == jid.IsLid, text);

        // The legacy server reads as the present one, and the server's own address is nobody's number.
        var isPerson = kinds.Contains("isPnUser") || kinds.Contains("isHostedPnUser") || text.EndsWith("@c.us", StringComparison.Ordinal);
        Assert.True((isPerson && jid.User.Length > 0) == jid.IsPhoneNumber, text);
    }
}
