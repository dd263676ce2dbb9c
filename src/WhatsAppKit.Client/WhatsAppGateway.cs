using WhatsAppKit.Client.Business;
using WhatsAppKit.Client.Calls;
using WhatsAppKit.Client.Channels;
using WhatsAppKit.Client.Chats;
using WhatsAppKit.Client.Contacts;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Client.Groups;
using WhatsAppKit.Client.History;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Labels;
using WhatsAppKit.Client.Media;
using WhatsAppKit.Client.Messages;
using WhatsAppKit.Client.Presence;
using WhatsAppKit.Client.Profile;
using WhatsAppKit.Client.QuickReplies;
using WhatsAppKit.Client.Stats;

namespace WhatsAppKit.Client;

internal sealed class WhatsAppGateway(GatewayApi api) : IWhatsAppGateway
{
    public IMessagesClient Messages => field ??= api.Create<IMessagesClient>();

    public IMediaClient Media => field ??= new MediaClient(api.Create<IMediaContentApi>());

    public IContactsClient Contacts => field ??= api.Create<IContactsClient>();

    public IGroupsClient Groups => field ??= api.Create<IGroupsClient>();

    public ICommunitiesClient Communities => field ??= api.Create<ICommunitiesClient>();

    public IChatsClient Chats => field ??= api.Create<IChatsClient>();

    public ILabelsClient Labels => field ??= api.Create<ILabelsClient>();

    public IQuickRepliesClient QuickReplies => field ??= api.Create<IQuickRepliesClient>();

    public IChannelsClient Channels => field ??= api.Create<IChannelsClient>();

    public IBusinessClient Business => field ??= api.Create<IBusinessClient>();

    public ICallsClient Calls => field ??= api.Create<ICallsClient>();

    public IPresenceClient Presence => field ??= api.Create<IPresenceClient>();

    public IProfileClient Profile => field ??= api.Create<IProfileClient>();

    public IHistoryClient History => field ??= api.Create<IHistoryClient>();

    public IInstanceClient Instance => field ??= api.Create<IInstanceClient>();

    public IStatsClient Stats => field ??= api.Create<IStatsClient>();

    public IEventsClient Events => field ??= new EventsClient(api.Create<IEventPagesClient>(), api.Create<IEventStreamApi>());
}
