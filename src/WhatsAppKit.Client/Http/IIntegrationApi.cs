using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Client.Http;

/// <summary>The endpoints for programs.</summary>
internal interface IIntegrationApi
{
    [Post(Routes.SendText)]
    Task<SentMessageResponse> SendTextAsync([Body] SendTextRequest request, CancellationToken cancellationToken);

    [Get(Routes.Messages)]
    Task<MessagePage> ListMessagesAsync(int? limit, string? cursor, CancellationToken cancellationToken);

    [Get(Routes.InstanceInfo)]
    Task<InstanceInfoResponse> GetInfoAsync(CancellationToken cancellationToken);
}
