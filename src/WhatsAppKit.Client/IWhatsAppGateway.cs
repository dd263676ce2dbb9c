using WhatsAppKit.Client.Business;
using WhatsAppKit.Client.Calls;
using WhatsAppKit.Client.Channels;
using WhatsAppKit.Client.Chats;
using WhatsAppKit.Client.Contacts;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Client.Groups;
using WhatsAppKit.Client.History;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Labels;
using WhatsAppKit.Client.Media;
using WhatsAppKit.Client.Messages;
using WhatsAppKit.Client.Presence;
using WhatsAppKit.Client.Profile;
using WhatsAppKit.Client.QuickReplies;
using WhatsAppKit.Client.Stats;

namespace WhatsAppKit.Client;

/// <summary>A gateway as one instance sees it. Every call throws <see cref="WhatsAppGatewayException"/> when it fails.</summary>
public interface IWhatsAppGateway
{
    /// <summary>Sends, lists and changes messages.</summary>
    IMessagesClient Messages { get; }

    /// <summary>Files.</summary>
    IMediaClient Media { get; }

    /// <summary>People.</summary>
    IContactsClient Contacts { get; }

    /// <summary>Groups.</summary>
    IGroupsClient Groups { get; }

    /// <summary>Communities.</summary>
    ICommunitiesClient Communities { get; }

    /// <summary>Chats.</summary>
    IChatsClient Chats { get; }

    /// <summary>Labels of chats and messages.</summary>
    ILabelsClient Labels { get; }

    /// <summary>Quick replies.</summary>
    IQuickRepliesClient QuickReplies { get; }

    /// <summary>Channels.</summary>
    IChannelsClient Channels { get; }

    /// <summary>Catalogues, orders and the business profile.</summary>
    IBusinessClient Business { get; }

    /// <summary>Calls.</summary>
    ICallsClient Calls { get; }

    /// <summary>Being online and typing.</summary>
    IPresenceClient Presence { get; }

    /// <summary>The account's profile and privacy.</summary>
    IProfileClient Profile { get; }

    /// <summary>Messages from before the instance was linked.</summary>
    IHistoryClient History { get; }

    /// <summary>The instance itself.</summary>
    IInstanceClient Instance { get; }

    /// <summary>What it sent and received.</summary>
    IStatsClient Stats { get; }

    /// <summary>What happens.</summary>
    IEventsClient Events { get; }
}
