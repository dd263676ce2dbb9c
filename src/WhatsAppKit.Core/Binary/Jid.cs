using System.Globalization;

namespace WhatsAppKit.Core.Binary;

/// <summary>
/// The address of a person, a device, a group or a channel: <c>user[:device]@server</c>.
/// </summary>
/// <remarks>
/// Two JIDs are equal when user, server, device and integrator are equal. A phone-number JID and the LID of the same
/// person never compare equal: only the account's own mapping knows that they belong together.
/// </remarks>
public readonly record struct Jid
{
    private readonly string? _user;
    private readonly string? _server;

    /// <summary>Makes a JID from its parts.</summary>
    /// <param name="user">The part before the device and the server; empty for a server's own address.</param>
    /// <param name="server">One of <see cref="JidServer"/>, or another server name.</param>
    /// <param name="device">0 for the account itself, else the number of a linked device (at most 65535).</param>
    /// <param name="integrator">Only on <see cref="JidServer.Interop"/>: the number of the other application.</param>
    public Jid(string user, string server, int device = 0, int integrator = 0)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentException.ThrowIfNullOrEmpty(server);
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(device, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(integrator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(integrator, ushort.MaxValue);
        _user = user;
        _server = server;
        Device = device;
        Integrator = integrator;
    }

    /// <summary>The address of WhatsApp's server itself.</summary>
    public static Jid WhatsAppServer { get; } = new("", JidServer.PhoneNumber);

    /// <summary>The part before the device and the server; empty for a server's own address.</summary>
    public string User => _user ?? "";

    /// <summary>The part after the <c>@</c>.</summary>
    public string Server => _server ?? "";

    /// <summary>0 for the account itself, else the number of a linked device.</summary>
    public int Device { get; }

    /// <summary>The number of the other application, only on <see cref="JidServer.Interop"/>.</summary>
    public int Integrator { get; }

    /// <summary>True for <c>default(Jid)</c>, which is no address.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_server);

    /// <summary>True for a person addressed by phone number, with or without a device.</summary>
    public bool IsPhoneNumber => Server is JidServer.PhoneNumber or JidServer.Hosted && User.Length > 0;

    /// <summary>True for a person addressed by the privacy identifier (LID), with or without a device.</summary>
    public bool IsLid => Server is JidServer.Lid or JidServer.HostedLid && User.Length > 0;

    /// <summary>True for a group or a community.</summary>
    public bool IsGroup => Server == JidServer.Group;

    /// <summary>True for a chat whose messages are encrypted once for many: a group, or status updates.</summary>
    internal bool IsManyToMany => Server is JidServer.Group or JidServer.Broadcast;

    /// <summary>A person's phone-number JID.</summary>
    /// <param name="digits">The number in international form, digits only, without <c>+</c>.</param>
    /// <param name="device">0 for the account itself, else a linked device.</param>
    public static Jid FromPhoneNumber(string digits, int device = 0) => new(digits, JidServer.PhoneNumber, device);

    /// <summary>The same address without its device.</summary>
    public Jid ToUser() => Device == 0 ? this : new Jid(User, Server, 0, Integrator);

    /// <summary>The same user at another device.</summary>
    public Jid WithDevice(int device) => device == Device ? this : new Jid(User, Server, device, Integrator);

    /// <summary>Reads a JID from its text form.</summary>
    /// <exception cref="FormatException">The text is no JID.</exception>
    public static Jid Parse(string text) =>
        TryParse(text, out var jid) ? jid : throw new FormatException("The text is not a JID of the form user[:device]@server.");

    /// <summary>Reads a JID from its text form; false when the text is none.</summary>
    /// <remarks>
    /// The legacy server <c>c.us</c> becomes <c>s.whatsapp.net</c>. An agent (<c>user.agent</c> or <c>user_agent</c>) is
    /// dropped: no client writes one any more. A bare server name is the server's own address.
    /// </remarks>
    public static bool TryParse(string? text, out Jid jid)
    {
        jid = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var server = at < 0 ? text : text[(at + 1)..];
        var user = at < 0 ? "" : text[..at];
        if (server.Length == 0 || server.Contains('@', StringComparison.Ordinal) || (at < 0 && !server.Contains('.', StringComparison.Ordinal)))
        {
            return false;
        }

        if (server == JidServer.LegacyPhoneNumber)
        {
            server = JidServer.PhoneNumber;
        }

        var device = 0;
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (!int.TryParse(user.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out device) || device > ushort.MaxValue)
            {
                return false;
            }

            user = user[..colon];
        }

        var integrator = 0;
        if (server == JidServer.Interop)
        {
            var dash = user.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0
                || !int.TryParse(user.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out integrator)
                || integrator > ushort.MaxValue)
            {
                return false;
            }

            user = user[(dash + 1)..];
        }
        else if (server is JidServer.PhoneNumber or JidServer.Lid or JidServer.Hosted or JidServer.HostedLid)
        {
            var agent = user.AsSpan().IndexOfAny('.', '_');
            if (agent >= 0)
            {
                if (!byte.TryParse(user.AsSpan(agent + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                {
                    return false;
                }

                user = user[..agent];
            }
        }

        jid = new Jid(user, server, device, integrator);
        return true;
    }

    /// <summary>The text form, without a device that is 0.</summary>
    public override string ToString()
    {
        if (IsEmpty)
        {
            return "";
        }

        var user = Server == JidServer.Interop ? string.Create(CultureInfo.InvariantCulture, $"{Integrator}-{User}") : User;
        return Device == 0 ? $"{user}@{Server}" : string.Create(CultureInfo.InvariantCulture, $"{user}:{Device}@{Server}");
    }
}
