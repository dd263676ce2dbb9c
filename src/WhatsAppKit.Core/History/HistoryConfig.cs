using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.History;

/// <summary>What a device tells the phone about the history it can take.</summary>
internal static class HistoryConfig
{
    private const uint StorageQuotaMegabytes = 10240;

    public static DeviceProps.Types.HistorySyncConfig Of(HistoryOptions options)
    {
        var config = new DeviceProps.Types.HistorySyncConfig
        {
            StorageQuotaMb = StorageQuotaMegabytes,
            InlineInitialPayloadInE2EeMsg = true,
            SupportBotUserAgentChatHistory = true,
            SupportCagReactionsAndPolls = true,
            SupportBizHostedMsg = true,
            SupportRecentSyncChunkMessageCountTuning = true,
            SupportHostedGroupMsg = true,
            SupportFbidBotChatHistory = true,
            SupportMessageAssociation = true,
        };
        if (options.Depth is { } depth)
        {
            var days = (uint)Math.Clamp(Math.Ceiling(depth.TotalDays), 1, 36500);
            config.FullSyncDaysLimit = days;
            config.RecentSyncDaysLimit = days;
        }

        return config;
    }
}
