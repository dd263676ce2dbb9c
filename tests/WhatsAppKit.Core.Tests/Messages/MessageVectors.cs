using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Messages of every kind as a reference client encodes them.</summary>
internal static class MessageVectors
{
    public static readonly Jid Person = Jid.FromPhoneNumber("12025550123");
    public static readonly Jid Group = Jid.Parse("120363025246125888@g.us");

    private static readonly JsonElement File = Vectors.Json("messages.json");

    public static JsonElement Secrets => File.GetProperty("messageSecrets");

    public static IEnumerable<string> Names => File.GetProperty("messages").EnumerateArray().Select(each => each.Text("name"));

    public static JsonElement Case(string name) => File.GetProperty("messages").EnumerateArray().Single(each => each.Text("name") == name);

    public static Message Message(string name) => Protobuf.Message.Parser.ParseFrom(Case(name).Hex("hex"));

    /// <summary>A message without its secret, which is random.</summary>
    public static Message WithoutSecret(Message message)
    {
        var copy = new Message(message);
        copy.MessageContextInfo?.ClearMessageSecret();
        if (copy.MessageContextInfo?.CalculateSize() == 0)
        {
            copy.MessageContextInfo = null;
        }

        return copy;
    }

    public static MessageReference Theirs(string id) => new(Person, id, Person, FromMe: false);

    public static MessageReference Ours(string id) => new(Person, id, Jid.FromPhoneNumber("12025550100"), FromMe: true);
}
