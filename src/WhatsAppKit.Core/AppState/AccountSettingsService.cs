using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState;

/// <summary>Settings of the account that its devices share.</summary>
/// <remarks>
/// All methods throw <see cref="AppStateException"/> when the change could not be made, <see cref="WhatsAppNotConnectedException"/>
/// without a connection, and <see cref="RequestTimeoutException"/> when the server did not answer and may have made the change.
/// </remarks>
public sealed class AccountSettingsService
{
    private const int NameVersion = 1;
    private const int LinkPreviewsVersion = 8;
    private const int UnarchiveVersion = 4;

    private readonly AppStateWriter _writer;

    internal AccountSettingsService(AppStateWriter writer) => _writer = writer;

    /// <summary>Changes the account's own name, which others see beside messages to them.</summary>
    /// <param name="name">The name, not empty; at most 256 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public Task SetNameAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, OwnName.MaxLength, nameof(name));
        return SendAsync(
            CollectionNames.CriticalBlock,
            ActionNames.PushName,
            NameVersion,
            new SyncActionValue { PushNameSetting = new PushNameSetting { Name = name } },
            cancellationToken);
    }

    /// <summary>Chooses whether the account's devices show links with a preview.</summary>
    /// <param name="isEnabled">False for none: making one tells the linked site of it.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task SetLinkPreviewsAsync(bool isEnabled, CancellationToken cancellationToken = default) => SendAsync(
        CollectionNames.Regular,
        ActionNames.LinkPreviews,
        LinkPreviewsVersion,
        new SyncActionValue
        {
            PrivacySettingDisableLinkPreviewsAction = new PrivacySettingDisableLinkPreviewsAction { IsPreviewsDisabled = !isEnabled },
        },
        cancellationToken);

    /// <summary>Chooses whether a new message brings an archived chat back.</summary>
    /// <param name="isEnabled">True when it does.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task SetUnarchiveOnMessageAsync(bool isEnabled, CancellationToken cancellationToken = default) => SendAsync(
        CollectionNames.RegularLow,
        ActionNames.Unarchive,
        UnarchiveVersion,
        new SyncActionValue { UnarchiveChatsSetting = new UnarchiveChatsSetting { UnarchiveChats = isEnabled } },
        cancellationToken);

    private Task SendAsync(string collection, string action, int version, SyncActionValue value, CancellationToken cancellationToken) =>
        _writer.SendAsync(collection, [new StateAction([action], version, value)], cancellationToken);
}
