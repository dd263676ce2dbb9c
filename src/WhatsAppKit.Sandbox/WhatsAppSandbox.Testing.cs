using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Sandbox;

/// <content>What tests ask of the sandbox besides its phones.</content>
public sealed partial class WhatsAppSandbox
{
    private const int MaxListed = 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // What the server begins by itself, and can be said again without keys.
    private static readonly HashSet<string> Replayable = ["notification", "receipt", "presence", "chatstate", "call", "ib"];

    /// <summary>Makes things go wrong for one linked device.</summary>
    /// <param name="device">The phone-number JID or LID of a linked device.</param>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    public DeviceFaults FaultsOf(Jid device) => new(_core, Find(device));

    /// <summary>Makes things go wrong for a whole account: one entry for each device that is linked to a phone now.</summary>
    /// <param name="phone">The phone.</param>
    public IReadOnlyList<DeviceFaults> FaultsOf(Phones.SandboxPhone phone)
    {
        ArgumentNullException.ThrowIfNull(phone);
        lock (_core.Accounts.Gate)
        {
            return [.. phone.Account.Devices.Values.Where(device => device.Id > 0).Select(device => new DeviceFaults(_core, device))];
        }
    }

    /// <summary>Waits until no connected device owes an answer any more: everything that was sent has been dealt with.</summary>
    /// <param name="within">How long to wait, in real time; null for <see cref="Phones.SandboxPhone.DefaultPatience"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">Something stayed unanswered; the message lists it.</exception>
    public async Task ShouldSettleAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var patience = within ?? Phones.SandboxPhone.DefaultPatience;
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        IReadOnlyList<string> owed;
        while ((owed = OwedAnswers()).Count > 0)
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture, $"After {patience.TotalSeconds:0.#} s:\n{string.Join('\n', owed.Take(MaxListed))}"));
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fails when a client broke a rule, or asked for what the sandbox does not know.</summary>
    /// <exception cref="InvalidOperationException">There was something; the message lists it.</exception>
    public void ShouldHaveNoFindings()
    {
        var findings = UnhandledStanzas.Select(each => $"unhandled, of '{each.Device}': {each.Stanza}")
            .Concat(Violations.Select(each => $"{each.Rule}, by '{each.Device}': {each.Detail} {each.Stanza}")).ToArray();
        if (findings.Length > 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{findings.Length} findings:\n{string.Join('\n', findings.Take(MaxListed))}"));
        }
    }

    /// <summary>
    /// Says to a connected device again what the server said by itself in a recording: notifications, receipts, presence, calls, but not
    /// messages, whose keys are not recorded. Compare the answers with those in the recording.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="device">The device that hears it.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <returns>What passed meanwhile.</returns>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    /// <exception cref="TimeoutException">The device did not answer everything.</exception>
    public async Task<Recording> ReplayAsync(Recording recording, Jid device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var found = Find(device);
        var recorder = Record();
        foreach (var record in recording.Records.Where(record => !record.FromClient && Replayable.Contains(TagOf(record.Kind))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _core.Server.Delivery.TellAsync(found, record.ToNode()).ConfigureAwait(false);
        }

        await ShouldSettleAsync(null, cancellationToken).ConfigureAwait(false);
        return recorder.Stop();
    }

    private static string TagOf(string kind) => kind[..(kind.IndexOfAny([' ', '/']) is >= 0 and var end ? end : kind.Length)];

    private State.Device Find(Jid device)
    {
        lock (_core.Accounts.Gate)
        {
            return _core.Accounts.FindDevice(device) ?? throw new ArgumentException("There is no such device.", nameof(device));
        }
    }
}
