using System.Net;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class ChannelTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_channel_is_made_changed_found_followed_and_deleted()
    {
        var owner = await Account.PairAsync(gateway.Host, "15553501");
        var reader = await Account.PairAsync(gateway.Host, "15553502");
        var made = (await owner.PostAsync("/api/channels", new { name = "News", description = "What is new" })).Is(HttpStatusCode.Created);
        var id = made.Id;
        Assert.Equal("owner", made["role"]);

        Assert.Equal("Daily", (await owner.PatchAsync($"/api/channels/{id}", new { name = "Daily", description = "" })).Is(HttpStatusCode.OK)["name"]);
        var invite = (await owner.GetAsync($"/api/channels/{id}")).Is(HttpStatusCode.OK)["inviteLink"];
        Assert.Equal(id, (await reader.PostAsync("/api/channels/resolve", new { invite })).Is(HttpStatusCode.OK).Id);
        (await reader.PostAsync($"/api/channels/{id.Split('@')[0]}/follow")).Is(HttpStatusCode.NoContent);
        (await reader.PostAsync($"/api/channels/{id}/mute")).Is(HttpStatusCode.NoContent);
        var followed = Assert.Single((await reader.GetAsync("/api/channels")).Is(HttpStatusCode.OK).Json.EnumerateArray());
        Assert.Equal(("Daily", "follower", true), (followed.GetProperty("name").GetString(), followed.GetProperty("role").GetString(), followed.GetProperty("isMuted").GetBoolean()));
        (await reader.PostAsync($"/api/channels/{id}/unmute")).Is(HttpStatusCode.NoContent);
        Assert.False((await reader.GetAsync($"/api/channels/{id}")).Is(HttpStatusCode.OK).Json.GetProperty("isMuted").GetBoolean());
        Assert.Equal(1, Count(await owner.GetAsync($"/api/channels/{id}/followers/count")));
        Assert.Contains(id, (await reader.GetAsync("/api/channels/directory?view=new&limit=100")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await reader.GetAsync("/api/channels/recommended?limit=5")).Is(HttpStatusCode.OK);

        (await reader.PatchAsync($"/api/channels/{id}", new { name = "Taken over" })).IsProblem(HttpStatusCode.Forbidden, "not-allowed-by-whatsapp");
        (await reader.PostAsync($"/api/channels/{id}/unfollow")).Is(HttpStatusCode.NoContent);
        Assert.Equal("[]", (await reader.GetAsync("/api/channels")).Text);
        (await owner.DeleteAsync($"/api/channels/{id}")).Is(HttpStatusCode.NoContent);
        (await reader.GetAsync("/api/channels/120363999999999999")).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
    }

    [Fact]
    public async Task A_channel_goes_to_an_administrator_who_is_demoted_later()
    {
        var owner = await Account.PairAsync(gateway.Host, "15553503");
        var admin = await Account.PairAsync(gateway.Host, "15553504");
        var id = (await owner.PostAsync("/api/channels", new { name = "News" })).Is(HttpStatusCode.Created).Id;
        (await admin.PostAsync($"/api/channels/{id}/follow")).Is(HttpStatusCode.NoContent);
        gateway.Host.Sandbox.PromoteInChannel(Core.Binary.Jid.Parse(id), admin.Phone);
        Assert.Equal(2, Count(await owner.GetAsync($"/api/channels/{id}/admins/count")));

        (await owner.PostAsync($"/api/channels/{id}/owner", new { person = admin.Phone.Lid.ToString() })).Is(HttpStatusCode.NoContent);
        Assert.Equal("owner", (await admin.GetAsync($"/api/channels/{id}"))["role"]);
        (await admin.PostAsync($"/api/channels/{id}/admins/demote", new { person = owner.Phone.Lid.ToString() })).Is(HttpStatusCode.NoContent);
        Assert.Equal("follower", (await owner.GetAsync($"/api/channels/{id}"))["role"]);
    }

    [Fact]
    public async Task What_stands_in_a_channel_is_listed_and_counted()
    {
        var reader = await Account.PairAsync(gateway.Host, "15553505");
        var phone = await gateway.Host.Sandbox.AddPhoneAsync("15553506");
        var channel = gateway.Host.Sandbox.CreateChannel(phone, "News");
        (await reader.PostAsync($"/api/channels/{channel}/follow")).Is(HttpStatusCode.NoContent);
        await phone.SendTextAsync(channel.ToString(), "first");
        await phone.SendTextAsync(channel.ToString(), "second");

        Assert.True((await reader.PostAsync($"/api/channels/{channel}/watch")).Is(HttpStatusCode.OK).Json.GetProperty("seconds").GetInt32() > 0);
        var listed = await Tenant.UntilAsync(reader.Program, $"/api/channels/{channel}/messages?limit=10", list => list.Json.GetArrayLength() == 2);
        Assert.Equal(["first", "second"], listed.Json.EnumerateArray().Select(message => message.GetProperty("text").GetString()).Order());
        var numbers = listed.Json.EnumerateArray().Select(message => message.GetProperty("serverId").GetInt64()).Order().ToArray();
        Assert.Single((await reader.GetAsync($"/api/channels/{channel}/messages?before={numbers[1]}")).Is(HttpStatusCode.OK).Json.EnumerateArray());
        (await reader.PostAsync($"/api/channels/{channel}/messages/viewed", new { messages = new[] { numbers[0] } })).Is(HttpStatusCode.NoContent);
        var updates = (await reader.GetAsync($"/api/channels/{channel}/messages/updates?after={numbers[0]}")).Is(HttpStatusCode.OK).Json;
        Assert.All(updates.EnumerateArray(), update => Assert.Equal(numbers[1], update.GetProperty("serverId").GetInt64()));
        await Tenant.UntilAsync(
            reader.Program, $"/api/channels/{channel}/messages",
            list => list.Json.EnumerateArray().Any(message => message.GetProperty("views") is { ValueKind: System.Text.Json.JsonValueKind.Number } views && views.GetInt64() > 0));
    }

    private static long Count(Answer answer) => answer.Is(HttpStatusCode.OK).Json.GetProperty("count").GetInt64();
}
