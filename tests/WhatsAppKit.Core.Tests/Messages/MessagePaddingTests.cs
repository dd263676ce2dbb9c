using System.Text.Json;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

public sealed class MessagePaddingTests
{
    private readonly JsonElement _vectors = Vectors.Json("signal.json").GetProperty("padding");

    [Fact]
    public void Takes_padding_off_only_where_it_is_consistent()
    {
        var count = 0;
        foreach (var vector in _vectors.GetProperty("cases").EnumerateArray())
        {
            var name = vector.Text("name");
            var input = vector.Hex("in");
            if (vector.GetProperty("strict").ValueKind == JsonValueKind.Null)
            {
                Assert.True(Record.Exception(() => MessagePadding.Unpad(input)) is ProtocolException, name);
            }
            else
            {
                Assert.Equal((name, vector.Text("strict")), (name, Convert.ToHexStringLower(MessagePadding.Unpad(input).Span)));
            }

            count++;
        }

        Assert.Equal(9, count);
    }

    [Fact]
    public void Puts_on_every_length_the_reference_does_and_takes_it_off_again()
    {
        byte[] message = [10, 2, 104, 105];
        var seen = new SortedSet<int>();
        for (var i = 0; i < 2_000; i++)
        {
            var padded = MessagePadding.Pad(message);
            seen.Add(padded.Length - message.Length);
            Assert.Equal(message, MessagePadding.Unpad(padded).ToArray());
        }

        Assert.Equal(_vectors.GetProperty("writerPadLengthsSeen").EnumerateArray().Select(length => length.GetInt32()), seen);
    }
}
