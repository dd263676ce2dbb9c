using System.Globalization;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Profile;

/// <summary>What the account shows of itself, and to whom.</summary>
/// <remarks>
/// What the server refuses comes as <see cref="WhatsAppRequestException"/>; without a connection every method throws
/// <see cref="WhatsAppNotConnectedException"/>.
/// </remarks>
public sealed class ProfileService
{
    private const int MaxAboutBytes = 2048;

    private readonly IWhatsAppSession _session;

    internal ProfileService(IWhatsAppSession session) => _session = session;

    /// <summary>Sets the about text.</summary>
    /// <param name="text">The text; empty for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The text exceeds 2,048 bytes of UTF-8.</exception>
    public Task SetAboutAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxAboutBytes
            ? SetAsync("status", new BinaryNode("status", null, bytes), cancellationToken)
            : throw new ArgumentException($"An about text has at most {MaxAboutBytes} bytes.", nameof(text));
    }

    /// <summary>Sets how long messages stay in chats that begin from now on.</summary>
    /// <param name="timer">How long, in whole seconds; null for good. WhatsApp's own clients offer 1, 7 and 90 days.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is below one second.</exception>
    public Task SetDefaultTimerAsync(TimeSpan? timer, CancellationToken cancellationToken = default)
    {
        if (timer is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromSeconds(1), nameof(timer));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromSeconds(int.MaxValue), nameof(timer));
        }

        var seconds = (long)(timer?.TotalSeconds ?? 0);
        return SetAsync(
            "disappearing_mode", new BinaryNode("disappearing_mode", [("duration", seconds.ToString(CultureInfo.InvariantCulture))]), cancellationToken);
    }

    /// <summary>Reads what the owner lets others see and do.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProtocolException">The server's answer holds no settings.</exception>
    public async Task<PrivacySettings> GetPrivacyAsync(CancellationToken cancellationToken = default)
    {
        var answer = await _session.QueryAsync(Get("privacy"), cancellationToken).ConfigureAwait(false);
        return PrivacyTable.Read(answer.Child("privacy") ?? throw new ProtocolException("The server tells no privacy settings."));
    }

    /// <summary>Sets one of the privacy settings. Lists of exceptions are made on the phone.</summary>
    /// <param name="category">What others see or do.</param>
    /// <param name="audience">Who may.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">WhatsApp does not know that choice for the category.</exception>
    public Task SetPrivacyAsync(PrivacyCategory category, PrivacyAudience audience, CancellationToken cancellationToken = default) =>
        PrivacyTable.Allows(category, audience)
            ? SetAsync("privacy", new BinaryNode("privacy", null, PrivacyTable.Node(category, audience)), cancellationToken)
            : throw new ArgumentException($"{category} cannot be {audience}.", nameof(audience));

    /// <summary>Reads who may see the account's status updates.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<StatusAudience> GetStatusAudienceAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await _session.QueryAsync(StatusLists.Query(), cancellationToken).ConfigureAwait(false);
            return StatusAudience.Read(answer.Child("privacy"));
        }
        catch (WhatsAppRequestException error) when (error.Code == 404)
        {
            // Nobody chose: all contacts.
            return StatusAudience.Read(null);
        }
    }

    private static BinaryNode Get(string topic) =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", topic)], new BinaryNode("privacy"));

    private Task<BinaryNode> SetAsync(string topic, BinaryNode child, CancellationToken cancellationToken) =>
        _session.QueryAsync(new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", topic)], child), cancellationToken);
}
