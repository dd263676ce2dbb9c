using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Tests.Calls;

/// <summary>Links to calls, as they are asked for and answered.</summary>
public sealed class CallLinkTests
{
    [Fact]
    public void The_request_says_what_kind_of_call_and_when()
    {
        var request = CallLink.Request("A1", isVideo: true, DateTimeOffset.FromUnixTimeSeconds(1_760_000_000));
        Assert.Equal("@call", request.Jid("to").ToString());
        Assert.Equal(("video", "1760000000"), (request.Child("link_create")!["media"], request.Child("link_create")!.Child("event")!["start_time"]));
        Assert.Empty(CallLink.Request("A1", isVideo: false, null).Child("link_create")!.Children);
    }

    [Fact]
    public void The_token_makes_the_address() =>
        Assert.Equal("https://call.whatsapp.com/voice/Ab-9_z", CallLink.Read(Answer(("token", "Ab-9_z")), isVideo: false).ToString());

    [Theory]
    [InlineData("../../evil")]
    [InlineData("")]
    [InlineData("a b")]
    public void Something_else_is_no_token(string token) => Assert.Throws<ProtocolException>(() => CallLink.Read(Answer(("token", token)), isVideo: true));

    [Fact]
    public void A_refusal_is_told() => Assert.Equal(
        429, Assert.Throws<WhatsAppRequestException>(() => CallLink.Read(new BinaryNode("ack", [("error", "429")]), isVideo: true)).Code);

    private static BinaryNode Answer(NodeAttribute token) => new("ack", null, new BinaryNode("link_create", [token]));
}
