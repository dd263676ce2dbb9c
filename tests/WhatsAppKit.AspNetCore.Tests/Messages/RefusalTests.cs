using System.Net;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>Bad requests of every kind are refused by naming their field, and leave no row.</summary>
public class RefusalTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("text", "replyTo", """{"to":"15550002","text":"x","replyTo":"nothing"}""")]
    [InlineData("text", "mentions", """{"to":"15550002","text":"x","mentions":["call me"]}""")]
    [InlineData("text", "disappearsAfterSeconds", """{"to":"15550002","text":"x","disappearsAfterSeconds":0}""")]
    [InlineData("text", "forwardingScore", """{"to":"15550002","text":"x","forwardingScore":-1}""")]
    [InlineData("text", "replyTo", """{"to":"1203633@newsletter","text":"x","replyTo":"x"}""")]
    [InlineData("text", "disappearsAfterSeconds", """{"to":"1203633@newsletter","text":"x","disappearsAfterSeconds":5}""")]
    [InlineData("text", "preview.url", """{"to":"15550002","text":"x","preview":{"url":"https://other.example"}}""")]
    [InlineData("text", "preview.host", """{"to":"15550002","text":"x","preview":{"host":"x"}}""")]
    [InlineData("text", "backgroundColor", """{"to":"15550002","text":"x","textColor":"#000000"}""")]
    [InlineData("text", "backgroundColor", """{"to":"15550002","text":"x","backgroundColor":"red"}""")]
    [InlineData("text", "font", """{"to":"15550002","text":"x","backgroundColor":"#000000","font":3}""")]
    [InlineData("location", "latitude", """{"to":"15550002","longitude":1}""")]
    [InlineData("location", "latitude", """{"to":"15550002","latitude":90.1,"longitude":1}""")]
    [InlineData("location", "longitude", """{"to":"15550002","latitude":1,"longitude":-181}""")]
    [InlineData("live-location", "headingDegrees", """{"to":"15550002","latitude":1,"longitude":1,"headingDegrees":360}""")]
    [InlineData("live-location", "sequenceNumber", """{"to":"15550002","latitude":1,"longitude":1,"sequenceNumber":-1}""")]
    [InlineData("live-location", "speedMetersPerSecond", """{"to":"15550002","latitude":1,"longitude":1,"speedMetersPerSecond":-1}""")]
    [InlineData("contact", "contact", """{"to":"15550002"}""")]
    [InlineData("contact", "contact.name", """{"to":"15550002","contact":{"phone":"15550001"}}""")]
    [InlineData("contact", "contact.phone", """{"to":"15550002","contact":{"name":"x"}}""")]
    [InlineData("contact", "contact.phone", """{"to":"15550002","contact":{"name":"x","phone":"15550001","vCard":"BEGIN:VCARD"}}""")]
    [InlineData("contact", "contact.vCard", """{"to":"15550002","contact":{"name":"x","vCard":"x"}}""")]
    [InlineData("contacts", "contacts", """{"to":"15550002","contacts":[]}""")]
    [InlineData("contacts", "contacts[1].phone", """{"to":"15550002","contacts":[{"name":"x","phone":"15550001"},{"name":"y","phone":"y"}]}""")]
    [InlineData("poll", "question", """{"to":"15550002","options":["a","b"]}""")]
    [InlineData("poll", "options", """{"to":"15550002","question":"x","options":["a"]}""")]
    [InlineData("poll", "options", """{"to":"15550002","question":"x","options":["a","a"]}""")]
    [InlineData("poll", "options", """{"to":"15550002","question":"x","options":["a"," "]}""")]
    [InlineData("poll", "maxSelections", """{"to":"15550002","question":"x","options":["a","b"],"maxSelections":3}""")]
    [InlineData("event", "startsAt", """{"to":"15550002","name":"x"}""")]
    [InlineData("event", "name", """{"to":"15550002","startsAt":"2030-01-01T00:00:00Z"}""")]
    [InlineData("event", "endsAt", """{"to":"15550002","name":"x","startsAt":"2030-01-02T00:00:00Z","endsAt":"2030-01-01T00:00:00Z"}""")]
    [InlineData("event", "location.longitude", """{"to":"15550002","name":"x","startsAt":"2030-01-02T00:00:00Z","location":{"latitude":1}}""")]
    [InlineData("group-invite", "groupId", """{"to":"15550002","groupId":"15550002","code":"x","groupName":"x"}""")]
    [InlineData("group-invite", "code", """{"to":"15550002","groupId":"1@g.us","groupName":"x"}""")]
    [InlineData("channel-invite", "channelId", """{"to":"15550002","channelId":"1@g.us","channelName":"x"}""")]
    [InlineData("album", "images", """{"to":"15550002","images":1}""")]
    [InlineData("album", "videos", """{"to":"15550002","images":1,"videos":31}""")]
    [InlineData("choice", "type", """{"to":"15550002","replyTo":"x","selectedId":"x","text":"x"}""")]
    [InlineData("choice", "replyTo", """{"to":"15550002","type":"list","selectedId":"x","text":"x"}""")]
    [InlineData("phone-number", "to", """{"to":"1@g.us"}""")]
    [InlineData("forward", "messageId", """{"to":"15550002","messageId":"nothing"}""")]
    [InlineData("forward", "fromChat", """{"to":"15550002","messageId":"nothing","fromChat":"x"}""")]
    [InlineData("reaction", "messageId", """{"emoji":"x"}""")]
    [InlineData("reaction", "messageId", """{"messageId":"nothing","emoji":"x"}""")]
    [InlineData("reaction", "to", """{"to":"x","messageId":"nothing","emoji":"x"}""")]
    [InlineData("vote", "messageId", """{"messageId":"nothing","options":["a"]}""")]
    [InlineData("event-answer", "answer", """{"messageId":"nothing","answer":"perhaps"}""")]
    [InlineData("pin", "durationSeconds", """{"messageId":"nothing","durationSeconds":0}""")]
    [InlineData("keep", "messageId", """{"messageId":"nothing"}""")]
    [InlineData("image", "media", """{"to":"15550002"}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{}}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{"id":"x","url":"https://example.com"}}""")]
    [InlineData("image", "media.data", """{"to":"15550002","media":{"data":"!"}}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{"data":""}}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{"data":"AAAA","mimeType":"image"}}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{"data":"AAAA","mimeType":"text/plain"}}""")]
    [InlineData("image", "media", """{"to":"15550002","media":{"data":"JVBERi0xLjQ=","mimeType":"image/png"}}""")]
    [InlineData("image", "media.id", """{"to":"15550002","media":{"id":"abcdefghijklmnopqrstuvwx"}}""")]
    [InlineData("image", "media.path", """{"to":"15550002","media":{"path":"/etc/passwd"}}""")]
    [InlineData("image", "media.url", """{"to":"15550002","media":{"url":"file:///etc/passwd"}}""")]
    [InlineData("image", "media.url", """{"to":"15550002","media":{"url":"https://127.0.0.1/x"}}""")]
    [InlineData("image", "to", """{"to":"x","media":{"url":"https://127.0.0.1/x"}}""")]
    [InlineData("video", "caption", """{"to":"15550002","isNote":true,"caption":"x","media":{"data":"AAAA"}}""")]
    [InlineData("video", "durationSeconds", """{"to":"15550002","durationSeconds":-1,"media":{"data":"AAAA"}}""")]
    [InlineData("voice", "waveform", """{"to":"15550002","waveform":[1,2],"media":{"data":"AAAA"}}""")]
    [InlineData("voice", "media", """{"to":"15550002","media":{"data":"AAAA","mimeType":"audio/mpeg"}}""")]
    [InlineData("sticker", "media", """{"to":"15550002","media":{"data":"AAAA","mimeType":"image/png"}}""")]
    [InlineData("document", "pageCount", """{"to":"15550002","pageCount":-1,"media":{"data":"AAAA"}}""")]
    public async Task Bad_input_names_its_field(string kind, string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.PostRawAsync($"/api/messages/{kind}", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        Assert.Equal(0, (await program.GetAsync("/api/messages")).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("chat", "chat=x")]
    [InlineData("direction", "direction=up")]
    [InlineData("kind", "kind=")]
    [InlineData("before", "before=yesterday")]
    [InlineData("after", "after=1")]
    public async Task A_bad_filter_names_its_parameter(string field, string query)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.GetAsync($"/api/messages?{query}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    [Fact]
    public async Task Lists_show_what_the_filters_say()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (text, _) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "one" });
        await conversation.SendAsync("location", new { to = conversation.Friend.Number, latitude = 1, longitude = 2, name = "two" });
        var answer = await conversation.Friend.SendTextAsync(conversation.Number, "three");
        await conversation.MessageAsync(answer.Id);
        var sent = (await conversation.MessageAsync(text.Id)).Json.GetProperty("message").GetProperty("timestamp").GetDateTimeOffset();

        Assert.Equal("three,two,one", await TextsAsync(""));
        Assert.Equal("three,one", await TextsAsync("kind=text"));
        Assert.Equal("three", await TextsAsync("direction=in"));
        Assert.Equal("two,one", await TextsAsync("direction=out"));
        Assert.Equal("", await TextsAsync("chat=15559999"));
        Assert.Equal("three,two,one", await TextsAsync($"after={sent:yyyy-MM-ddTHH:mm:ssZ}"));
        Assert.Equal("", await TextsAsync($"before={sent:yyyy-MM-ddTHH:mm:ssZ}"));
        Assert.Equal("one", await TextsAsync($"direction=out&kind=text&chat={conversation.Friend.Number}"));

        async Task<string> TextsAsync(string query) => string.Join(",", (await conversation.Program.GetAsync($"/api/messages?{query}")).Is(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()));
    }
}
