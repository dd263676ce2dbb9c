using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Credentials;

/// <summary>
/// Who this device is: its long-lived keys and, once paired, its addresses and the account's signature. A new value
/// replaces the old one when something changes; the keys are shared between them.
/// </summary>
internal sealed record DeviceCredentials
{
    /// <summary>Ids of pre-keys have 24 bits; 0 and the highest value mean "none" to some clients.</summary>
    public const uint MaxPreKeyId = 0xFFFFFE;

    private const int MaxRegistrationId = 16380;

    public required KeyPair NoiseKey { get; init; }

    public required KeyPair IdentityKey { get; init; }

    public required SignedPreKey SignedPreKey { get; init; }

    /// <summary>When the signed pre-key was made; null when that is not known.</summary>
    public DateTimeOffset? SignedPreKeySince { get; init; }

    /// <summary>True while the server has not confirmed that it has the signed pre-key.</summary>
    public bool IsSignedPreKeyUnconfirmed { get; init; }

    public required uint RegistrationId { get; init; }

    public required ReadOnlyMemory<byte> AdvSecret { get; init; }

    public uint NextPreKeyId { get; init; } = 1;

    /// <summary>Pre-keys from this id on were made but not yet confirmed by the server.</summary>
    public uint FirstUnuploadedPreKeyId { get; init; } = 1;

    public Jid? PhoneJid { get; init; }

    public Jid? LidJid { get; init; }

    /// <summary>ADVSignedDeviceIdentity with all four fields; empty while unpaired.</summary>
    public ReadOnlyMemory<byte> Account { get; init; }

    public string? Platform { get; init; }

    public string? PushName { get; init; }

    public ReadOnlyMemory<byte> RoutingInfo { get; init; }

    public bool IsPaired => PhoneJid is not null;

    public LocalIdentity LocalIdentity => new(IdentityKey, RegistrationId);

    public static DeviceCredentials Generate()
    {
        var identity = KeyPair.Generate();
        return new DeviceCredentials
        {
            NoiseKey = KeyPair.Generate(),
            IdentityKey = identity,
            SignedPreKey = SignedPreKey.Generate(1, identity),
            RegistrationId = (uint)RandomNumberGenerator.GetInt32(1, MaxRegistrationId + 1),
            AdvSecret = RandomNumberGenerator.GetBytes(32),
        };
    }

    /// <summary>The id after another one; they begin anew when they are used up.</summary>
    public static uint FollowingPreKeyId(uint id) => id >= MaxPreKeyId ? 1 : id + 1;

    /// <summary>True when that address is this very device, in either addressing.</summary>
    public bool IsThisDevice(Jid jid) => jid == PhoneJid || jid == LidJid;

    /// <summary>True when that address belongs to this account, in either addressing.</summary>
    public bool IsOwnUser(Jid jid) =>
        (PhoneJid is { } phone && jid.IsPhoneNumber && jid.User == phone.User) || (LidJid is { } lid && jid.IsLid && jid.User == lid.User);

    public override string ToString() => $"[credentials of {PhoneJid?.ToString() ?? "an unpaired device"}]";
}
