using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Devices;
using static WhatsAppKit.Core.Protobuf.ClientPayload.Types;

namespace WhatsAppKit.Core;

/// <summary>What the client says about itself at the end of the handshake: a new device registers, a paired one logs in.</summary>
internal static class ClientPayloads
{
    /// <summary>What kind of program this device says it is.</summary>
    public const DeviceProps.Types.PlatformType Platform = DeviceProps.Types.PlatformType.Chrome;

    public static byte[] For(DeviceCredentials credentials, WhatsAppClientOptions options) =>
        (credentials.IsPaired ? Login(credentials, options) : Registration(credentials, options)).ToByteArray();

    public static ClientPayload Login(DeviceCredentials credentials, WhatsAppClientOptions options)
    {
        var own = credentials.PhoneJid ?? throw new InvalidOperationException("The device is not paired.");
        var payload = Common(options.ClientVersion);
        payload.Username = ulong.Parse(own.User, NumberStyles.None, CultureInfo.InvariantCulture);
        payload.Device = (uint)own.Device;
        payload.Passive = true;
        payload.Pull = true;
        payload.LidDbMigrated = true;
        payload.Lc = 1;
        return payload;
    }

    public static ClientPayload Registration(DeviceCredentials credentials, WhatsAppClientOptions options)
    {
        var payload = Common(options.ClientVersion);
        payload.Passive = false;
        payload.Pull = false;
        payload.DevicePairingData = new DevicePairingRegistrationData
        {
            ERegid = ByteString.CopyFrom(PreKeyNodes.UInt32(credentials.RegistrationId)),
            EKeytype = ByteString.CopyFrom([Crypto.PublicKey.DjbType]),
            EIdent = ByteString.CopyFrom(credentials.IdentityKey.PublicKey.Span),
            ESkeyId = ByteString.CopyFrom(PreKeyNodes.UInt32(credentials.SignedPreKey.Id).AsSpan(1)),
            ESkeyVal = ByteString.CopyFrom(credentials.SignedPreKey.KeyPair.PublicKey.Span),
            ESkeySig = ByteString.CopyFrom(credentials.SignedPreKey.Signature.Span),
            BuildHash = ByteString.CopyFrom(BuildHash(options.ClientVersion)),
            DeviceProps = DeviceProperties(options.DeviceName, options.History).ToByteString(),
        };
        return payload;
    }

    private static ClientPayload Common(Version version) => new()
    {
        UserAgent = new UserAgent
        {
            Platform = UserAgent.Types.Platform.Web,
            AppVersion = new UserAgent.Types.AppVersion
            {
                Primary = (uint)version.Major,
                Secondary = (uint)version.Minor,
                Tertiary = (uint)version.Build,
            },
            Mcc = "000",
            Mnc = "000",
            OsVersion = "0.1",
            Manufacturer = "",
            Device = "Desktop",
            OsBuildNumber = "0.1",
            ReleaseChannel = UserAgent.Types.ReleaseChannel.Release,
            LocaleLanguageIso6391 = "en",
            LocaleCountryIso31661Alpha2 = "US",
        },
        WebInfo = new WebInfo { WebSubPlatform = WebInfo.Types.WebSubPlatform.WebBrowser },
        ConnectType = ConnectType.WifiUnknown,
        ConnectReason = ConnectReason.UserActivated,
    };

    // The server compares this MD5 with the version: a checksum of the protocol, not a protection.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The protocol asks for MD5 as a checksum.")]
    internal static byte[] BuildHash(Version version) => MD5.HashData(Encoding.ASCII.GetBytes(version.ToString(3)));

    private static DeviceProps DeviceProperties(string name, HistoryOptions history) => new()
    {
        Os = name,
        Version = new DeviceProps.Types.AppVersion { Primary = 0, Secondary = 1, Tertiary = 0 },
        PlatformType = Platform,
        RequireFullSync = history.RequiresFullHistory,
        HistorySyncConfig = HistoryConfig.Of(history),
    };
}
