using System.Text;
using System.Text.Json;
using WhatsAppKit.Core.Pairing.Passkey;

namespace WhatsAppKit.Core.Tests.Pairing.Passkey;

/// <summary>The options of a request for a passkey: read as WebAuthn writes them, and refused when anything is odd.</summary>
public sealed class RequestOptionsTests
{
    private const string Full = """
        {"challenge":"AQID_-8","timeout":60000,"rpId":"whatsapp.com",
         "allowCredentials":[{"id":"BAUG","type":"public-key","transports":["internal","hybrid"]},{"id":"Bw","type":"public-key"}],
         "userVerification":"required","extensions":{"prf":{}},"hints":["hybrid"]}
        """;

    [Fact]
    public void Reads_every_option_and_keeps_the_text()
    {
        var request = RequestOptions.Read(Encoding.UTF8.GetBytes(Full))!;

        Assert.Equal([1, 2, 3, 0xFF, 0xEF], request.Challenge.ToArray());
        Assert.Equal(("whatsapp.com", "required", TimeSpan.FromMinutes(1)), (request.RelyingPartyId, request.UserVerification, request.Timeout));
        Assert.Equal([[4, 5, 6], [7]], request.AllowedCredentials.Select(each => each.Id.ToArray()));
        Assert.Equal(["internal", "hybrid"], request.AllowedCredentials[0].Transports);
        Assert.Empty(request.AllowedCredentials[1].Transports);
        Assert.Equal(Full, request.Json);
        Assert.DoesNotContain("AQID", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_challenge_is_needed()
    {
        var request = RequestOptions.Read("""{"challenge":"AQ","rpId":null,"extensions":null}"""u8)!;

        Assert.Equal((null, null, null), (request.RelyingPartyId, request.UserVerification, request.Timeout));
        Assert.Empty(request.AllowedCredentials);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"challenge\"")]
    [InlineData("{}")]
    [InlineData("""{"challenge":""}""")]
    [InlineData("""{"challenge":null}""")]
    [InlineData("""{"challenge":1}""")]
    [InlineData("""{"challenge":"AQ=="}""")]
    [InlineData("""{"challenge":"A Q"}""")]
    [InlineData("""{"challenge":"A+/B"}""")]
    [InlineData("""{"challenge":"AR"}""")]
    [InlineData("""{"challenge":"AQ","challenge":"Ag"}""")]
    [InlineData("""{"challenge":"AQ"} x""")]
    [InlineData("""{"challenge":"AQ","timeout":"60000"}""")]
    [InlineData("""{"challenge":"AQ","timeout":0}""")]
    [InlineData("""{"challenge":"AQ","timeout":-1}""")]
    [InlineData("""{"challenge":"AQ","timeout":1.5}""")]
    [InlineData("""{"challenge":"AQ","timeout":99999999999999999999}""")]
    [InlineData("""{"challenge":"AQ","rpId":7}""")]
    [InlineData("""{"challenge":"AQ","rpId":""}""")]
    [InlineData("""{"challenge":"AQ","rpId":"a\u0000b"}""")]
    [InlineData("""{"challenge":"AQ","rpId":"\ud800"}""")]
    [InlineData("""{"challenge":"AQ","extensions":[]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":{}}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[1]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[{"type":"public-key"}]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[{"id":"AQ"}]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[{"id":"AQ==","type":"public-key"}]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[{"id":"AQ","type":"public-key","transports":"usb"}]}""")]
    [InlineData("""{"challenge":"AQ","allowCredentials":[{"id":"AQ","type":"public-key","transports":[1]}]}""")]
    [InlineData("""{"challenge":"AQ","extensions":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""")]
    public void What_is_odd_is_refused(string json) => Assert.Null(RequestOptions.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void What_is_no_text_is_refused() =>
        Assert.Null(RequestOptions.Read([.. """{"challenge":"AQ","x":" """u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void What_is_too_large_is_refused_and_what_is_just_small_enough_is_read()
    {
        Assert.NotNull(RequestOptions.Read(Json(challenge: 1024, id: 1023, credentials: 64, transports: 16)));
        Assert.Null(RequestOptions.Read(Json(challenge: 1025, id: 1, credentials: 1, transports: 1)));
        Assert.Null(RequestOptions.Read(Json(challenge: 1, id: 1024, credentials: 1, transports: 1)));
        Assert.Null(RequestOptions.Read(Json(challenge: 1, id: 1, credentials: 65, transports: 1)));
        Assert.Null(RequestOptions.Read(Json(challenge: 1, id: 1, credentials: 1, transports: 17)));
        Assert.Null(RequestOptions.Read([.. Json(1, 1, 1, 1), .. Encoding.ASCII.GetBytes(new string(' ', 64 * 1024))]));
    }

    private static byte[] Json(int challenge, int id, int credentials, int transports)
    {
        static string Text(int length) => System.Buffers.Text.Base64Url.EncodeToString(new byte[length]);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            challenge = Text(challenge),
            allowCredentials = Enumerable.Range(0, credentials).Select(number => new
            {
                id = number == 0 ? Text(id) : "AQ",
                type = "public-key",
                transports = Enumerable.Repeat("usb", transports),
            }),
        });
    }
}
