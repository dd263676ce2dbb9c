using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Session;

public class ParticipantHashTests
{
    [Fact]
    public void The_hash_of_devices_is_as_recorded_whatever_their_order()
    {
        foreach (var vector in Vectors.Json("signal.json").GetProperty("phash").GetProperty("cases").EnumerateArray())
        {
            // user.0:device@server, where an agent of 0 stands before the device.
            var devices = vector.GetProperty("devices").EnumerateArray()
                .Select(text => Jid.Parse(text.GetString()!.Replace(".0:", ":", StringComparison.Ordinal))).ToArray();
            Assert.Equal(vector.Text("phash"), ParticipantHash.Of(devices));
            Assert.Equal(vector.Text("phash"), ParticipantHash.Of(devices.Reverse()));
        }
    }
}
