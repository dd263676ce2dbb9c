using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Channels;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Channels;

/// <summary>What a channel's service makes of answers in JSON, good and bad.</summary>
public sealed class MexAnswerTests
{
    private static readonly Jid News = Jid.Parse("120363000000000009@newsletter");

    [Fact]
    public async Task A_channel_is_read_with_all_that_is_told()
    {
        var channel = await GetAsync("""
            {"data":{"xwa2_newsletter":{"id":"120363000000000009@newsletter","state":{"type":"SUSPENDED"},"thread_metadata":{"creation_time":"1700000000",
            "name":{"text":"News"},"description":{"text":"All"},"invite":"0029A","subscribers_count":"12","verification":"VERIFIED","picture":{"direct_path":"/p"}},
            "viewer_metadata":{"mute":"ON","role":"OWNER"}}}}
            """);
        var expected = new Channel
        {
            Jid = News,
            Name = "News",
            Description = "All",
            InviteCode = "0029A",
            Followers = 12,
            IsVerified = true,
            Role = ChannelRole.Owner,
            IsMuted = true,
            State = ChannelState.Suspended,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1700000000),
            PicturePath = "/p",
        };
        Assert.Equal(expected, channel);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"no","extensions":{"error_code":404,"is_retryable":false}}],"data":null}""", 404, false)]
    [InlineData("""{"errors":[{"message":"later","extensions":{"error_code":429}}]}""", 429, true)]
    [InlineData("""{"errors":[{"extensions":{"error_code":400,"is_retryable":true}}]}""", 400, true)]
    [InlineData("""{"errors":["?"]}""", 400, false)]
    [InlineData("""{"errors":[{"extensions":{"error_code":"x"}}]}""", 400, false)]
    public async Task A_refusal_says_its_code_and_whether_to_try_again(string json, int code, bool isTransient)
    {
        var error = await Assert.ThrowsAsync<MexRequestException>(() => GetAsync(json));
        Assert.Equal((code, isTransient), (error.Code, error.IsTransient));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{"xwa2_newsletter":null}}""")]
    [InlineData("""{"data":{"xwa2_newsletter":{"id":"12025550123@s.whatsapp.net"}}}""")]
    [InlineData("""{"data":{"xwa2_newsletter":{"id":7}}}""")]
    [InlineData("""{"data":{"xwa2_newsletter":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}""")]
    public async Task Nonsense_is_one_clear_error(string json) => await Assert.ThrowsAsync<ProtocolException>(() => GetAsync(json));

    [Fact]
    public async Task Only_channels_are_asked_about()
    {
        var channels = Service(_ => throw new InvalidOperationException("Nothing must be asked."));
        await Assert.ThrowsAsync<ArgumentException>(() => channels.FollowAsync(Jid.FromPhoneNumber("12025550123")));
        await Assert.ThrowsAsync<ArgumentException>(() => channels.UpdateAsync(News, new ChannelChanges()));
        await Assert.ThrowsAsync<ArgumentException>(() => channels.CreateAsync(" "));
        await Assert.ThrowsAsync<ArgumentException>(() => channels.MarkViewedAsync(News, []));
    }

    private static Task<Channel> GetAsync(string json) => Service(_ =>
        new BinaryNode("iq", [("type", "result")], new BinaryNode("result", null, Encoding.UTF8.GetBytes(json)))).GetAsync(News);

    private static ChannelService Service(Func<BinaryNode, BinaryNode> answer) => new(
        new ScriptedSession { Answer = iq => Task.FromResult(answer(iq)) }, new DeviceState(new MemorySessionStore(), new EventHub(4)), new MexQueryIds(), TimeProvider.System);
}
