using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>The actions whose content is kept, because this device can list them. Of all others only the MACs are kept.</summary>
internal static class ListedActions
{
    private static readonly HashSet<string> Names =
    [
        ActionNames.Contact, ActionNames.LidContact, ActionNames.LabelEdit, ActionNames.LabelChat, ActionNames.LabelMessage, ActionNames.QuickReply,
    ];

    public static bool Includes(SyncActionData data) => ActionIndex.Read(data.Index) is { } index && Names.Contains(index[0]);
}
