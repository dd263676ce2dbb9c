using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

public sealed class MessageIdsTests
{
    [Fact]
    public void Makes_the_recorded_id_from_the_recorded_inputs()
    {
        var vector = Vectors.Json("signal.json").GetProperty("messageId");

        var id = MessageIds.Create(vector.Text("user"), vector.GetProperty("unixSeconds").GetInt64(), vector.Base64("random16"));

        Assert.Equal(vector.Text("whatsmeowForm"), id);
    }

    [Fact]
    public void Never_makes_an_id_twice_within_one_second()
    {
        var shape = Vectors.Json("signal.json").GetProperty("messageId").Text("regex");
        var ids = Enumerable.Range(0, 1_000).Select(_ => MessageIds.Create(Jid.FromPhoneNumber("15550001111", 3), DateTimeOffset.UnixEpoch)).ToArray();

        Assert.All(ids, id => Assert.Matches(shape, id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
