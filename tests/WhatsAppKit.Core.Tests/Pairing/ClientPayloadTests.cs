using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing;

/// <summary>What the client says about itself, against the payloads of a reference client.</summary>
public sealed class ClientPayloadTests
{
    [Fact]
    public void Says_what_the_reference_says_apart_from_what_we_decided_otherwise()
    {
        var cases = VectorCredentials.File.GetProperty("clientPayload").GetProperty("cases").EnumerateArray().ToArray();
        foreach (var vector in cases)
        {
            var input = vector.GetProperty("input");
            var version = input.GetProperty("version").EnumerateArray().Select(part => part.GetInt32()).ToArray();
            var options = new WhatsAppClientOptions
            {
                ClientVersion = new Version(version[0], version[1], version[2]),
                DeviceName = input.GetProperty("browser")[0].GetString()!,
            };
            var credentials = VectorCredentials.Create();
            if (vector.Text("kind") == "login")
            {
                credentials = credentials with { PhoneJid = Jid.Parse(input.Text("jid")) };
            }

            var actual = ClientPayload.Parser.ParseFrom(ClientPayloads.For(credentials, options));

            var expected = Expected(vector);
            Assert.True(
                expected.ToByteArray().AsSpan().SequenceEqual(actual.ToByteArray()), $"{vector.Text("name")}: {actual} instead of {expected}");
            AssertRegistration(vector, actual);
        }

        Assert.Equal(6, cases.Length);
    }

    [Fact]
    public void The_build_hash_is_that_of_the_version_text() =>
        Assert.Equal("a2c9471eff910a9e1ae659890a28872d", Convert.ToHexStringLower(ClientPayloads.BuildHash(new Version(2, 3000, 1035194821))));

    /// <summary>The recorded payload with our own choices in it.</summary>
    private static ClientPayload Expected(JsonElement vector)
    {
        var payload = ClientPayload.Parser.ParseFrom(vector.Hex("bytes"));
        payload.ClearPushName();
        payload.UserAgent.Manufacturer = "";
        payload.UserAgent.LocaleCountryIso31661Alpha2 = "US";
        payload.WebInfo.WebSubPlatform = ClientPayload.Types.WebInfo.Types.WebSubPlatform.WebBrowser;
        if (payload.DevicePairingData is { } registration)
        {
            registration.DeviceProps = OurProperties(registration.DeviceProps).ToByteString();
        }
        else
        {
            payload.Device = payload.HasDevice ? payload.Device : 0;
            payload.Lc = 1;
            payload.LidDbMigrated = true;
        }

        return payload;
    }

    private static DeviceProps OurProperties(ByteString recorded)
    {
        var properties = DeviceProps.Parser.WithDiscardUnknownFields(true).ParseFrom(recorded);
        properties.Version = new DeviceProps.Types.AppVersion { Primary = 0, Secondary = 1, Tertiary = 0 };
        properties.PlatformType = DeviceProps.Types.PlatformType.Chrome;
        properties.RequireFullSync = false;
        properties.HistorySyncConfig.ClearSupportCallLogHistory();
        properties.HistorySyncConfig.ClearSupportGroupHistory();
        return properties;
    }

    private static void AssertRegistration(JsonElement vector, ClientPayload actual)
    {
        Assert.Equal(vector.Text("kind") == "registration", actual.DevicePairingData is not null);
        if (actual.DevicePairingData is { } registration)
        {
            Assert.Equal(vector.Hex("buildHash"), registration.BuildHash.ToByteArray());
            Assert.Equal(
                VectorCredentials.File.GetProperty("clientPayload").Hex("identityPub"), registration.EIdent.ToByteArray());
        }
    }
}
