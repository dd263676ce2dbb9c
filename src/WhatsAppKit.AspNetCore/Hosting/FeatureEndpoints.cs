using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Business;
using WhatsAppKit.AspNetCore.Calls;
using WhatsAppKit.AspNetCore.Channels;
using WhatsAppKit.AspNetCore.Chats;
using WhatsAppKit.AspNetCore.Contacts;
using WhatsAppKit.AspNetCore.Groups;
using WhatsAppKit.AspNetCore.History;
using WhatsAppKit.AspNetCore.Labels;
using WhatsAppKit.AspNetCore.Presence;
using WhatsAppKit.AspNetCore.Profile;
using WhatsAppKit.AspNetCore.QuickReplies;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Everything that a connected instance can be asked for besides sending messages.</summary>
internal static class FeatureEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        ContactEndpoints.Map(gateway);
        GroupEndpoints.Map(gateway);
        GroupEntryEndpoints.Map(gateway);
        CommunityEndpoints.Map(gateway);
        ChatEndpoints.Map(gateway);
        PresenceEndpoints.Map(gateway);
        ProfileEndpoints.Map(gateway);
        ChannelEndpoints.Map(gateway);
        ChannelMessageEndpoints.Map(gateway);
        BusinessEndpoints.Map(gateway);
        LabelEndpoints.Map(gateway);
        QuickReplyEndpoints.Map(gateway);
        CallEndpoints.Map(gateway);
        HistoryEndpoints.Map(gateway);
    }
}
