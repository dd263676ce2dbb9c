using System.Text.Json.Nodes;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Deleting what somebody else wrote in a group, between this library and Baileys.</summary>
public sealed class GroupDeletionTests
{
    [Fact]
    public async Task Only_an_administrator_deletes_what_others_wrote_on_either_side()
    {
        await using var sides = await TwoSides.StartAsync();
        var group = await sides.OurGroupAsync();
        var first = await sides.Client.Messages.SendTextAsync(group, "first");
        var second = await sides.Client.Messages.SendTextAsync(group, "second");

        // As a member it is refused by the server, and with it the key it carried: the next one is repeated, and then without the
        // word that an administrator deletes.
        await DeleteAsync("first");
        await sides.Client.Groups.PromoteParticipantsAsync(group, [sides.TheirPhone.Jid]);
        await DeleteAsync("second");
        var revoked = await sides.HappensAsync<MessageRevoked>(_ => true);
        Assert.Equal((second.Id, true, sides.TheirPhone.Lid), (revoked.Target.Id, revoked.ByAdmin, revoked.Sender));
        Assert.DoesNotContain(sides.Ours.Events.OfType<MessageRevoked>(), e => e.Target.Id == first.Id);

        await sides.Theirs.SendAsync(group.ToString(), "theirs");
        var theirs = await sides.Ours.ReceivesAsync("theirs");
        await sides.Client.Messages.RevokeAsync(new MessageReference(group, theirs.Id, theirs.Sender, FromMe: false));
        await sides.BaileysTellsAsync("message", e => e.GetRawText().Contains(theirs.Id, StringComparison.Ordinal) && e.GetRawText().Contains("REVOKE", StringComparison.Ordinal));

        async Task DeleteAsync(string text)
        {
            var key = (await sides.Theirs.ReceivesAsync(text)).GetProperty("key");
            await sides.BaileysAsync("sendMessage", group.ToString(), new JsonObject { ["delete"] = JsonNode.Parse(key.GetRawText()) });
        }
    }
}
